import type { KeyRing } from "#app/seal/key-ring.ts";
import {
	readMessageIdToken,
	readUnsubscribeToken,
	readVerpToken,
	type TokenOfDelivery,
} from "#app/seal/mail-tokens.ts";
import { addressesIn } from "#emails/inbound/addresses.ts";
import { classifyReturned } from "#emails/inbound/classify-returned.ts";
import { type ReturnedMail, readReturnedMail } from "#emails/inbound/returned-mail.ts";
import { readReturned } from "#emails/mime/list-fields.ts";
import { unsubscribe } from "../preferences/unsubscribe.server.ts";
import { type Knowing, type Taken, takeBack } from "./take-back.server.ts";

/** What takes mail that came back. */
export interface TakingMail extends Knowing {
	/** BOUNCE_HOST; without it a mail is known by the Message-ID of ours that it quotes. */
	bounceHost?: string;
}

/** As `Taken`; `unsubscribed`, or `nothing` where it says nothing that a program understands. */
export type TakenMail = Taken | "unsubscribed" | "nothing";

/** Whether mail to an address can be about anything of ours: the token in it is one that we made. */
export function expects(keys: KeyRing, bounceHost: string, address: string): boolean {
	const { kind, token } = readReturned(address, bounceHost) ?? {};
	if (kind === undefined || token === undefined) return false;
	return (kind === "bounce" ? readVerpToken(keys, token) : readUnsubscribeToken(keys, token)) !== null;
}

/**
 * Takes one mail, by whichever way it came.
 * @param recipients of its envelope, where that is known; else its own header fields say
 */
export async function takeMail(taking: TakingMail, source: Buffer, recipients?: readonly string[]): Promise<TakenMail> {
	const mail = await readReturnedMail(source);
	const { bounceHost } = taking;
	const paths = bounceHost
		? (recipients ?? (mail ? addressesOf(mail) : [])).flatMap((address) => readReturned(address, bounceHost) ?? [])
		: [];
	const leaving = paths.find(({ kind }) => kind === "unsubscribe");
	if (leaving) {
		await unsubscribe(taking.db, taking.keys, leaving.token);
		return "unsubscribed";
	}
	const returned = mail && classifyReturned(mail);
	if (!returned) return "nothing";
	const path = paths.find(({ kind }) => kind === "bounce");
	const delivery = (path && readVerpToken(taking.keys, path.token)) ?? quoted(taking.keys, mail);
	return takeBack(taking, { ...returned, delivery, signed: false });
}

/** To whom a mail in a mailbox was sent: what delivers it there writes it down in one of these. */
function addressesOf({ headers }: ReturnedMail): string[] {
	return ["delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to"].flatMap((name) =>
		addressesIn(headers.get(name) ?? ""),
	);
}

/** The mail of ours whose Message-ID it quotes. */
function quoted(keys: KeyRing, { original, text, headers }: ReturnedMail): TokenOfDelivery | null {
	const places = [original, headers.get("in-reply-to"), headers.get("references"), text].join("\n");
	for (const [, local = ""] of places.matchAll(/<([a-df-z2-8]{32})@/gi)) {
		const delivery = readMessageIdToken(keys, local);
		if (delivery) return delivery;
	}
	return null;
}
