import type { Locale } from "#app/i18n/translate.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { open } from "#app/seal/seal.ts";
import { hashForWithdrawing } from "#app/seal/tokens.ts";
import type { Db } from "#db/client.ts";
import { type RemindableWords, withoutLinks } from "./reminder-links.ts";
import { type FoundByToken, findByToken, submissionDays, tokenDays } from "./token.server.ts";
import type { Words } from "./words.ts";

/** Words as they lie in a submission: one of an earlier version lacks what came later. */
type SealedWords = Omit<Words, keyof typeof later> & Partial<Words>;
const later = { organisation: "", shownAs: "name" } as const;

/** A submission that waits for the button. */
export interface ForConfirming {
	id: string;
	/** Of the same token, for the signature to keep. */
	withdrawHash: Buffer | null;
	petition: { slug: string; title: string; addressees: string; campaignId: number; campaign: string };
	words: Words;
}

/** What a link of a confirm mail stands for. */
export type Confirmable =
	| ({ state: "pending" } & ForConfirming)
	/** @param withdrawable this link made the signature and still withdraws it */
	| { state: "counted"; slug: string; withdrawable: boolean }
	/** @param renewable one button sends a new link */
	| { state: "expired"; slug: string; renewable: boolean }
	| { state: "closed" | "replaced" | "withdrawn"; slug: string }
	| { state: "unknown" };

/** Reads what a token would confirm and changes nothing, however often a scanner opens the link. */
export async function findConfirmable(db: Db, keys: KeyRing, token: string, locale: Locale): Promise<Confirmable> {
	const found = await findByToken(db, token, locale);
	if (!found) return { state: "unknown" };
	const { id, sealed, age, slug } = found;
	if (!id || !sealed) return ended(found);
	if (!found.open) return { state: "closed", slug };
	if (age > tokenDays) return { state: "expired", slug, renewable: age <= submissionDays };
	const { title, addressees, campaignId, campaign } = found;
	return {
		state: "pending",
		id,
		withdrawHash: hashForWithdrawing(token),
		petition: { slug, title, addressees, campaignId, campaign },
		words: { ...later, ...withoutLinks(open<RemindableWords<SealedWords>>(keys, `submissions/${id}`, sealed)) },
	};
}

/** What a link has come to, as its page says it. */
export type Outcome = Exclude<Confirmable, { state: "pending" }> | { state: "used"; slug: string };

/** As a GET may say it: only who presses the button is told what became of the signature. */
export function beforePost(found: Exclude<Confirmable, { state: "pending" }>): Outcome {
	const { state } = found;
	return state === "counted" || state === "replaced" || state === "withdrawn"
		? { state: "used", slug: found.slug }
		: found;
}

/** What became of a submission whose words are gone. */
function ended({ slug, state, signed, withdrawable }: FoundByToken): Confirmable {
	if (state === "withdrawn" || state === "replaced") return { state, slug };
	return { state: "counted", slug, withdrawable: signed && withdrawable };
}
