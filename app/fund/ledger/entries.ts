// Every fact that the books know, as the entry that is posted for it: docs/ledger.md has the table.
export * from "./aid-entries.ts";
export * from "./bank-entries.ts";
export * from "./entry.ts";
export * from "./stripe-entries.ts";
