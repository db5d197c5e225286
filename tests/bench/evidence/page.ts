// How long the offline page takes over a large dossier: the built page opened from a file in a real Chromium, a fresh one for each run, from the
// file being chosen to the verdict on screen. Called by evidence.ts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { launchChromium, root } from '../../kit/browser.ts'

export interface PageFigures {
  /** Median, and the slowest run. */
  readonly ms: number
  readonly worstMs: number
  readonly holds: boolean
}

export async function measurePage(
  { file, policy }: { file: Uint8Array; policy: Uint8Array },
  runs: number,
): Promise<PageFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'assise-bench-page-'))
  const [place, kept] = [join(folder, 'dossier.json'), join(folder, 'policy.json')]
  writeFileSync(place, file)
  writeFileSync(kept, policy)
  const browser = await launchChromium()
  try {
    const all: number[] = []
    let holds = true
    for (let run = 0; run < runs; run++) {
      const page = await browser.newPage({ locale: 'fr-CA' })
      await page.goto(pathToFileURL(join(root, 'dist/client/verificateur-assise.html')).href)
      await page.getByLabel('Votre politique').setInputFiles(kept)
      const startMs = performance.now()
      await page.getByLabel('Le fichier à vérifier').setInputFiles(place)
      await page.locator('h2#verdict').waitFor({ timeout: 120_000 })
      all.push(performance.now() - startMs)
      const verdict = (await page.locator('h2#verdict').textContent()) ?? ''
      holds &&= verdict.includes('Tout ce qui se vérifie tient')
      await page.close()
    }
    all.sort((a, b) => a - b)
    return { ms: all[Math.floor(runs / 2)]!, worstMs: all.at(-1)!, holds }
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
