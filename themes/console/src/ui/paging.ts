/** How many rows a page of a list may have. */
export const SIZES: readonly number[] = [10, 20, 50, 100];

export interface PageOfList {
  /** From 1 on. */
  page: number;
  max: number;
  /** The place of the page's first row, from 0 on. */
  first: number;
}

/** The page that an address means; what makes no sense is the first page, of ten. */
export function pageOf(address: URLSearchParams): PageOfList {
  const number = Number(address.get("page"));
  const size = Number(address.get("max"));
  const page = Number.isSafeInteger(number) && number >= 1 && number <= 1_000_000 ? number : 1;
  const max = SIZES.includes(size) ? size : 10;
  return { page, max, first: (page - 1) * max };
}

/** How many rows there are. Where the server has not counted: known on the last page only, which has no row too many. */
export function totalOf({ rows, total }: { rows: readonly unknown[]; total?: number }, first: number, max: number): number | undefined {
  return total ?? (rows.length > max ? undefined : first + rows.length);
}
