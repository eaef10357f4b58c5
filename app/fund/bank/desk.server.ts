// What the desk's pages of bank, cash and held gifts use of the fund's pure files.
export { defaultOffers } from "../giving/currencies.ts";
export { printReference } from "../giving/reference.ts";
export { formatAmount } from "../money/format-amount.ts";
export { parseAmount } from "../money/parse-amount.ts";
export type { StatementRefusal } from "./statement.ts";
