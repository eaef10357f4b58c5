import { aidRules } from "./rules/aid.server.ts";
import { deskRules } from "./rules/desk.server.ts";
import { endorsementRules } from "./rules/endorsements.server.ts";
import { giftRules } from "./rules/gifts.server.ts";
import { joiningRules } from "./rules/joining.server.ts";
import { keptRules } from "./rules/kept.server.ts";
import { mailRules } from "./rules/mail.server.ts";
import { myRules } from "./rules/my.server.ts";
import { petitionRules } from "./rules/petitions.server.ts";
import { picketRules } from "./rules/pickets.server.ts";
import { readingRules } from "./rules/reading.server.ts";
import type { Rule } from "./rules/rule.server.ts";
import { signatureRules } from "./rules/signatures.server.ts";

const all = [
	...signatureRules,
	...endorsementRules,
	...petitionRules,
	...picketRules,
	...joiningRules,
	...giftRules,
	...aidRules,
	...mailRules,
	...readingRules,
	...deskRules,
	...myRules,
	...keptRules,
];

/** A rule of the table, by a name that the language files have words for. */
export type RetentionRule = Rule<(typeof all)[number]["name"]>;

/** Every rule, in the order in which they run and are shown. Days and moments are the database's, in UTC. */
export const rules: readonly RetentionRule[] = all;
