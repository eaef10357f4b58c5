import { rules } from "#app/retention/rules.server.ts";

/** The rules of the retention table that end what `/my` shows. */
export const untilRules = [
	"names",
	"submissions",
	"subscriptions",
	"rsvps",
	"rsvps-pending",
	"hosts",
	"hosts-unverified",
	"trusted-hosts",
	"caps",
	"deliveries",
	"letters",
	"letter-addresses",
	"givers",
] as const;
export type UntilRule = (typeof untilRules)[number];

/** The days of each of them, for `retention.{name}.after`. @throws when the table has no such rule */
export function untilDays(): Record<UntilRule, number> {
	const days = (name: UntilRule) => {
		const rule = rules.find((one) => one.name === name);
		if (!rule) throw new Error(`no retention rule ${name}`);
		return [name, rule.days] as const;
	};
	return Object.fromEntries(untilRules.map(days)) as Record<UntilRule, number>;
}
