/**
 * A formula inside a cell, where another begins if a spreadsheet separates by semicolons, or does not see a quote: before it
 * stands `$1`. PostgreSQL reads the pattern alike.
 */
export const FORMULA_INSIDE = '([;\\t\\n\\r][ "]*)([-+=@\\uFF0B\\uFF0D\\uFF1D\\uFF20])';
