// Sets the pages: our templates and our fonts through typst. It hides the compiler; any warning is a bug of ours, never let through.
// Called by pdf.ts, minutes-pdf.ts and constat-pdf.ts.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { NodeCompiler, NodeError } from '@myriaddreamin/typst-ts-node-compiler'
import { fontBlobs } from './glyphs.ts'

const read = (name: string) => readFileSync(new URL(`./${name}.typ`, import.meta.url), 'utf8')
/** What all documents are drawn with stands before what each draws; together they are one source. */
const parts = read('parts')
const templates = { pages: parts + read('pages'), minutes: parts + read('minutes') } as const
export type Template = keyof typeof templates

/** The compiler keeps what it laid out for later use; more than this many documents back is dropped. */
const keptRenders = 2

let compiler: NodeCompiler | null = null

/** Loaded with the first document: most of a server's life it is only memory. */
function openCompiler(): NodeCompiler {
  const { NodeCompiler } = createRequire(import.meta.url)(
    '@myriaddreamin/typst-ts-node-compiler',
  ) as typeof import('@myriaddreamin/typst-ts-node-compiler')
  return NodeCompiler.create({
    workspace: import.meta.dirname,
    fontArgs: [{ fontBlobs: [...fontBlobs()] }],
  })
}

/**
 * Sets a document as a tagged PDF/A-3a: `inputs` are the template's only data. The same inputs give the same bytes.
 * Throws when the compiler says anything at all (an error, or a warning such as a missing font).
 */
export function setPages(
  inputs: { readonly document: string; readonly dossier: string },
  template: Template = 'pages',
): Uint8Array {
  compiler ??= openCompiler()
  try {
    const compiled = compiler.compile({ mainFileContent: templates[template], inputs: { ...inputs } })
    refuseComplaints(compiler, compiled.takeDiagnostics())
    const document = compiled.result
    if (!document) throw new Error('typst gave no document')
    return new Uint8Array(compiler.pdf(document, { pdfStandard: 'a-3a' }))
  } finally {
    compiler.evictCache(keptRenders)
  }
}

function refuseComplaints(from: NodeCompiler, complaints: NodeError | null): void {
  if (!complaints) return
  const said = from.fetchDiagnostics(complaints)
  if (said.length > 0) throw new Error(`typst: ${JSON.stringify(said).slice(0, 2_000)}`)
}
