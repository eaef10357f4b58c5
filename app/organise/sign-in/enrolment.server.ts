import type { App } from "#app/context.ts";
import { fallbackLocale, isLocale } from "#app/i18n/translate.ts";
import { open } from "#app/seal/seal.ts";
import { type Fields, text } from "#app/web/form.ts";
import { type QrDrawing, qrDrawing } from "#app/web/qr.ts";
import { type ComingIn, newEnrolment, openEnrolment } from "./come-in.server.ts";
import { type ComeInErrors, readName } from "./come-in-form.ts";
import type { FoundLink } from "./links.server.ts";
import { nearWords } from "./near-words.server.ts";
import { passwordFault } from "./password.server.ts";
import type { OrganiserWords } from "./sessions.server.ts";
import { totpSetup, totpStep } from "./totp.server.ts";

type House = Pick<App, "db" | "keys" | "settings" | "now">;

/** The form of a link's page: what it shows and carries. */
export interface Enrolment {
	name: string;
	setup: { qr: QrDrawing; letters: string; carried: string };
	errors: ComeInErrors;
}

/** The form as it opens, with a secret of its own. */
export function beginEnrolment({ keys, settings }: Pick<House, "keys" | "settings">, link: FoundLink): Enrolment {
	const { name } = open<OrganiserWords>(keys, `organisers/${link.organiser.id}`, link.organiser.sealed);
	const { secret, carried } = newEnrolment(keys, link);
	return { name, setup: { ...drawn(settings.SENDER_NAME, secret), carried }, errors: {} };
}

function drawn(sender: string, secret: Buffer) {
	const { address, letters } = totpSetup(secret, sender);
	return { qr: qrDrawing(address), letters };
}

function localeOf({ organiser: { locale } }: FoundLink) {
	return isLocale(locale) ? locale : fallbackLocale;
}

/** Reads the posted form: what was chosen, or the form again with what is wrong, its secret kept. */
export async function readEnrolment(
	house: House,
	link: FoundLink,
	fields: Fields,
): Promise<{ ok: true; chosen: ComingIn } | ({ ok: false } & Enrolment)> {
	const { keys, settings, now } = house;
	const { name, fault } = readName(fields);
	const password = fields.get("password") ?? "";
	const carried = fields.get("setup") ?? "";
	const secret = openEnrolment(keys, link, carried);
	// What it carried was none of ours: nothing to keep.
	if (!secret) return { ok: false, ...beginEnrolment(house, link), name, errors: { code: "wrong" } };
	const step = totpStep(secret, text(fields, "code"), now());
	const errors: ComeInErrors = {};
	if (fault) errors.name = fault;
	const wrong = passwordFault(password, await nearWords(house, link.organiser.id));
	if (wrong) errors.password = wrong;
	if (step === null) errors.code = "wrong";
	if (step === null || Object.keys(errors).length > 0)
		return { ok: false, name, setup: { ...drawn(settings.SENDER_NAME, secret), carried }, errors };
	return { ok: true, chosen: { name, password, locale: localeOf(link), secret, step } };
}
