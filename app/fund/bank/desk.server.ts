// What the desk's pages of bank, cash and held gifts use of the fund's pure files.
export { keptOffers } from "../giving/offers.server.ts";
export { printReference } from "../giving/reference.ts";
export { formatAmount } from "../money/format-amount.ts";
export { parseAmount } from "../money/parse-amount.ts";
export { bankAmount } from "./bank-amount.ts";
export type { ByTwo, NotSaid, Said } from "./said.ts";
export { MOST_AT_DESK, type StatementRefusal } from "./statement.ts";
