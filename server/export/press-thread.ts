// The thread in which documents are made. Started by press.ts, which says what passes between them.
import { parentPort } from 'node:worker_threads'
import { renderPdf } from './pdf.ts'
import type { PressAnswer, PressJob } from './press.ts'
import { setPages } from './typst.ts'

async function make(job: PressJob): Promise<Uint8Array> {
  switch (job.kind) {
    case 'pdf':
      return renderPdf(job.dossier, job.lang)
    case 'docx': {
      // Its library is large and few ask for it.
      const { renderDocx } = await import('./docx.ts')
      return renderDocx(job.dossier, job.lang)
    }
    case 'sheet':
      return setPages({ document: job.document, dossier: job.dossier }, 'minutes')
  }
}

parentPort?.on('message', async ({ id, job }: { id: number; job: PressJob }) => {
  let answer: PressAnswer
  try {
    answer = { id, bytes: await make(job) }
  } catch (error) {
    answer = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
  parentPort?.postMessage(answer)
})
