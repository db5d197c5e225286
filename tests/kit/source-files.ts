// Reads our own source files as the architecture test judges them: real import statements and declared names, by vite's parser.
// Called by tests/architecture.test.ts only.
import { readdirSync, readFileSync } from 'node:fs'
import { posix, resolve } from 'node:path'
import { type ESTree, parseSync, Visitor } from 'vite'

const root = resolve(import.meta.dirname, '../..')

export interface Import {
  /** A path from the repository's root for a relative import, a package's name otherwise. */
  readonly target: string
  readonly typeOnly: boolean
}

export interface SourceFile {
  /** From the repository's root, with slashes. */
  readonly path: string
  readonly lines: number
  readonly imports: readonly Import[]
  readonly declares: readonly string[]
  readonly hasDefaultExport: boolean
}

/** Every source file of the project, read. */
export function sourceFiles(): SourceFile[] {
  const inFolders = ['server', 'client', 'shared', 'tests'].flatMap((folder) =>
    readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      posix.join(folder, name.replaceAll('\\', '/')),
    ),
  )
  return [...inFolders, 'vite.config.ts']
    .filter((path) => /\.(ts|tsx|mjs|js)$/.test(path))
    .sort()
    .map((path) => readSource(path, readFileSync(resolve(root, path), 'utf8')))
}

/** Reads one file's text. A file that does not parse fails the test that asked. */
export function readSource(path: string, text: string): SourceFile {
  const { module, program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`)
  const asImport = (specifier: string, typeOnly: boolean): Import => ({
    target: specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier,
    typeOnly,
  })
  const imports = [
    ...module.staticImports.map(({ moduleRequest, entries }) =>
      asImport(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType)),
    ),
    ...module.staticExports.flatMap(({ entries }) =>
      entries
        .filter((entry) => entry.moduleRequest)
        .map((entry) => asImport(entry.moduleRequest!.value, entry.isType)),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) =>
      // A computed import cannot be judged: it is shown as it stands, and no rule lets it through.
      asImport(text.slice(moduleRequest.start, moduleRequest.end).replace(/^(['"`])(.*)\1$/s, '$2'), false),
    ),
  ]
  return {
    path,
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports,
    declares: declaredNames(program),
    hasDefaultExport: module.staticExports.some(({ entries }) =>
      entries.some((entry) => entry.exportName.kind === 'Default'),
    ),
  }
}

/** The names we give: variables, functions, parameters, types, their members, classes. Names of others that we only use are not ours. */
function declaredNames(program: ESTree.Program): string[] {
  const names = new Set<string>()
  const pattern = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const at = node as { type: string; [key: string]: unknown }
    if (at.type === 'Identifier') names.add(at.name as string)
    else if (at.type === 'AssignmentPattern') pattern(at.left)
    else if (at.type === 'RestElement') pattern(at.argument)
    else if (at.type === 'TSParameterProperty') pattern(at.parameter)
    else if (at.type === 'ArrayPattern') for (const element of at.elements as unknown[]) pattern(element)
    else if (at.type === 'ObjectPattern')
      for (const property of at.properties as { type: string; value?: unknown; argument?: unknown }[])
        pattern(property.type === 'RestElement' ? property.argument : property.value)
  }
  const named = (node: { id?: unknown }) => pattern(node.id)
  const callable = (node: { id?: unknown; params?: unknown }) => {
    pattern(node.id)
    for (const param of (node.params as unknown[] | undefined) ?? []) pattern(param)
  }
  const member = (node: { computed?: boolean; key: unknown }) => {
    if (!node.computed) pattern(node.key)
  }
  new Visitor({
    VariableDeclarator: named,
    FunctionDeclaration: callable,
    FunctionExpression: callable,
    ArrowFunctionExpression: callable,
    ClassDeclaration: named,
    TSTypeAliasDeclaration: named,
    TSInterfaceDeclaration: named,
    TSPropertySignature: member,
    TSMethodSignature: member,
    PropertyDefinition: member,
    MethodDefinition: member,
  }).visit(program)
  return [...names]
}
