import type { Translate } from "#app/i18n/translate.ts";

/** What a body can be, in words, the widest first. */
export function kindsOf(t: Translate) {
	return (["federation", "union", "region", "branch", "other"] as const).map((kind) => ({
		kind,
		label: t(`organisation.kind.${kind}`),
	}));
}
