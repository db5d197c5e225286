// The words of a PDF as a reader takes them out of it: poppler's pdftotext, which the test command installs. Called by tests/browser/*.test.ts.
import { spawnSync } from 'node:child_process'
import type { Page } from 'playwright-core'
import { plain } from './booth.ts'

/** All the words in reading order, every run of spaces as one. Throws where poppler is missing or cannot read the file. */
function pdfText(path: string): string {
  const { status, stdout, stderr, error } = spawnSync('pdftotext', ['-enc', 'UTF-8', path, '-'], {
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 50_000_000,
  })
  if (error) throw error
  if (status !== 0) throw new Error(`pdftotext: ${stderr}`)
  return plain(stdout)
}

/** Follows a link of the page to a PDF, keeps the file at `path`, and answers its words. */
export async function downloadWords(page: Page, link: string, path: string): Promise<string> {
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: link }).click()
  await (await download).saveAs(path)
  return pdfText(path)
}

/**
 * Those of the phrases that are not among the words of a PDF. A name cut at a line's end after its own hyphen (« Haut-⏎Pays ») comes out
 * without it, as pdftotext joins any word cut by a hyphen: a hyphen of the phrase may be missing, nothing else.
 */
export function missingFrom(words: string, phrases: readonly string[]): string[] {
  return phrases.filter((phrase) => {
    const pattern = plain(phrase)
      .split('-')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('-?')
    return !new RegExp(pattern).test(words)
  })
}
