// Writes CSV as spreadsheets here open it (EXP-7): UTF-8 with a byte-order mark, « ; » between cells in either language, CRLF between lines,
// quotes where needed, amounts in dollars with a point. No cell is taken for a formula. Called by csv-tables.ts.

export type CsvCell = string | number

/** A sheet as bytes: the first row has the headings. */
export function csvOf(rows: readonly (readonly CsvCell[])[]): Uint8Array {
  const lines = rows.map((row) => row.map(cellOf).join(';'))
  return new TextEncoder().encode(`\ufeff${lines.map((line) => `${line}\r\n`).join('')}`)
}

/** An amount in cents as plain decimals: « 1460000.00 ». */
export function decimals(cents: number): string {
  const sign = cents < 0 ? '-' : ''
  const whole = String(Math.abs(cents)).padStart(3, '0')
  return `${sign}${whole.slice(0, -2)}.${whole.slice(-2)}`
}

/**
 * A spreadsheet computes what begins with one of these, also after blanks, and in their full-width forms: an apostrophe before it says
 * that it is text (OWASP, CSV injection).
 */
const formula = /^[\s\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^[\t\r\n]/

function cellOf(cell: CsvCell): string {
  if (typeof cell === 'number') return String(cell)
  if (/^-?\d+\.\d\d$/.test(cell)) return cell
  const safe = formula.test(cell) ? `'${cell}` : cell
  return safe !== cell || /[";\r\n]/.test(safe) || safe !== safe.trim()
    ? `"${safe.replaceAll('"', '""')}"`
    : safe
}
