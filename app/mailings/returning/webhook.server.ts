import type { Settings } from "#app/env.server.ts";
import type { Log } from "#app/log.ts";
import { readVerpToken, type TokenOfDelivery } from "#app/seal/mail-tokens.ts";
import { readReturned } from "#emails/mime/list-fields.ts";
import { readMessageId } from "#emails/mime/message-id.ts";
import type { ProviderEvent } from "./providers/event.ts";
import { readGeneric } from "./providers/generic.ts";
import { readMailgun } from "./providers/mailgun.ts";
import { readPostmark } from "./providers/postmark.ts";
import { readSes } from "./providers/ses.ts";
import { hasPassword, isMailgun, isStandardWebhook } from "./signatures.ts";
import { type Knowing, takeBack } from "./take-back.server.ts";

/** What taking a webhook needs. */
export interface TakingWebhooks extends Knowing {
	settings: Pick<Settings, "MAIL_WEBHOOK_SECRET" | "MAILGUN_SIGNING_KEY" | "BOUNCE_HOST">;
	now(): Date;
	log: { info: Log };
}

/** 401: not signed, or not by whom it says; 404: none is set up; 422: not what this provider sends. */
export type WebhookStatus = 204 | 401 | 404 | 422;

/**
 * Takes what a mail provider tells. Its signature comes before its content; Amazon's needs a certificate from elsewhere,
 * so Amazon and Postmark carry the secret as a password.
 * @param body as it came, byte for byte
 */
export async function takeWebhook(
	taking: TakingWebhooks,
	sender: string,
	headers: Headers,
	body: Buffer,
): Promise<WebhookStatus> {
	const read = Object.hasOwn(readers, sender) ? readers[sender] : undefined;
	if (!read) return 404;
	const events = await read(taking, headers, body);
	if (typeof events === "number") return events;
	for (const { names, ...event } of events)
		await takeBack(taking, { ...event, delivery: deliveryIn(taking, names), signed: true });
	taking.log.info("mail provider", { sender, events: events.length });
	return 204;
}

type Reader = (
	taking: TakingWebhooks,
	headers: Headers,
	body: Buffer,
) => ProviderEvent[] | WebhookStatus | Promise<ProviderEvent[] | WebhookStatus>;

const readers: Readonly<Record<string, Reader | undefined>> = {
	generic({ settings: { MAIL_WEBHOOK_SECRET: secret }, now }, headers, body) {
		if (!secret) return 404;
		if (!isStandardWebhook(secret, headers, body, now().getTime())) return 401;
		return readGeneric(parsed(body)) ?? 422;
	},
	mailgun({ settings: { MAILGUN_SIGNING_KEY: key }, now }, _, body) {
		if (!key) return 404;
		const told = readMailgun(parsed(body));
		if (!told) return 422;
		return isMailgun(key, told.signature, now().getTime()) ? told.events : 401;
	},
	postmark({ settings: { MAIL_WEBHOOK_SECRET: secret } }, headers, body) {
		if (!secret) return 404;
		return hasPassword(secret, headers) ? (readPostmark(parsed(body)) ?? 422) : 401;
	},
	async ses({ settings: { MAIL_WEBHOOK_SECRET: secret } }, headers, body) {
		if (!secret) return 404;
		if (!hasPassword(secret, headers)) return 401;
		const told = readSes(parsed(body));
		if (!told) return 422;
		if ("events" in told) return told.events;
		return (await confirmed(told.confirm)) ? [] : 422;
	},
};

/** Opens the address by which Amazon makes sure that we want its notices: one of its own and no other. */
async function confirmed(address: string): Promise<boolean> {
	if (!/^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/\?Action=ConfirmSubscription&/.test(address)) return false;
	const { ok } = await fetch(address, { redirect: "error", signal: AbortSignal.timeout(10_000) });
	return ok;
}

function parsed(body: Buffer): unknown {
	try {
		return JSON.parse(body.toString());
	} catch {
		return null;
	}
}

/** The mail that a provider's names for it are of: the return path first, then a Message-ID. */
function deliveryIn(
	{ keys, settings: { BOUNCE_HOST } }: TakingWebhooks,
	names: readonly string[],
): TokenOfDelivery | null {
	for (const name of names) {
		const returned = BOUNCE_HOST ? readReturned(name.replace(/^<|>$/g, ""), BOUNCE_HOST) : null;
		const delivery = returned?.kind === "bounce" ? readVerpToken(keys, returned.token) : readMessageId(keys, name);
		if (delivery) return delivery;
	}
	return null;
}
