import { type SqlBool, sql } from "kysely";
import type { Rule } from "./rule.server.ts";

const days = { beneficiaries: 180 };

// The columns of `beneficiaries`. A fund may keep them longer where its holder's law asks for it.
const keptDays = sql`coalesce((select keep_days from aid_rules a where a.campaign_id = beneficiaries.campaign_id), ${days.beneficiaries}::int)`;
const beneficiaryOver = sql<SqlBool>`erased_on is null and entered_on + ${keptDays} < current_date
	and not exists (select from aid_requests r where r.beneficiary_id = beneficiaries.id and (
		r.state not in ('delivered', 'cancelled') or coalesce(r.delivered_on, r.cancelled_on) + ${keptDays} >= current_date))`;

/** Whom the fund helps. */
export const aidRules = [
	{
		name: "beneficiaries",
		days: days.beneficiaries,
		ending: {
			// Their words go with a trigger, and their keys right after the run (`destroyErasedKeys`).
			table: "beneficiaries",
			due: beneficiaryOver,
			emptied: sql`locked = null, erased_on = current_date`,
		},
	},
] as const satisfies readonly Rule[];
