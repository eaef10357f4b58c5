/** What a body is within its tree, the widest first. */
export const organisationKinds = ["federation", "union", "region", "branch", "other"] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

/** How the desk knows that a body says so itself. */
export const checkWays = ["listed-address", "vouched", "call-back"] as const;
export type CheckWay = (typeof checkWays)[number];

/** Why an endorsement is not shown, as its body is told. */
export const refusals = ["no-answer", "not-adopted", "unknown-body", "asked-by-body", "other"] as const;
export type Refusal = (typeof refusals)[number];

/** Characters. */
export const longest = { organisation: 160, parent_text: 160, officer_role: 80, evidence: 1_000, note: 1_000 };

/** More people than any body has: a slip of the keyboard. */
export const MOST_MEMBERS = 250_000_000;
