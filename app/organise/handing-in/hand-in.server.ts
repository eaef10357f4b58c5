import type { Settings } from "#app/env.server.ts";
import { isLocale } from "#app/i18n/translate.ts";
import { countEntitled, findForHandin, type Preview } from "#app/petitions/handing-in/entitled.server.ts";
import { type House as Files, type Format, fileOf, nameOf } from "#app/petitions/handing-in/files.server.ts";
import { findHandin, type Handin, handinsOf, markExported } from "#app/petitions/handing-in/handin.server.ts";
import { packOf } from "#app/petitions/handing-in/pack.server.ts";
import { surveyOf } from "#app/petitions/handing-in/rows.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { sealTo } from "#app/seal/recipient.ts";
import { streamOfBytes } from "#app/web/download.ts";
import type { Db } from "#db/client.ts";
import { inTransaction } from "#db/in-transaction.ts";
import { recordAct } from "../audit/record.server.ts";
import { namesOf } from "../people/names.server.ts";

interface At {
	campaign: { id: number };
	/** The petition's slug. */
	petition: string;
}

/** A frozen list as its page shows it. */
export interface ShownHandin extends Handin {
	/** The names of the two organisers. */
	by: string[];
	/** This organiser may download its files now. */
	mine: boolean;
	/** That its files be opened again is asked for already. */
	asked: boolean;
}

/** Everything that the page of a petition's hand-in shows; null where the campaign has no such petition. */
export async function readHandins(
	db: Db,
	keys: KeyRing,
	organiserId: string,
	{ campaign, petition }: At,
): Promise<{ now: Preview | null; asked: boolean; handins: ShownHandin[] } | null> {
	const [open, handins, waiting, there] = await Promise.all([
		findForHandin(db, petition, campaign.id),
		handinsOf(db, campaign.id, petition),
		db
			.selectFrom("approvals")
			.where("campaign_id", "=", campaign.id)
			.where("action", "in", ["handin.freeze", "handin.export"])
			.where("state", "in", ["asked", "agreed"])
			.select("subject")
			.execute(),
		db
			.selectFrom("petitions")
			.where("slug", "=", petition)
			.where("campaign_id", "=", campaign.id)
			.select("id")
			.execute(),
	]);
	if (there.length === 0) return null;
	const names = await namesOf(
		db,
		keys,
		handins.flatMap(({ askedBy, agreedBy }) => [askedBy, agreedBy]),
	);
	const asked = new Set(waiting.map(({ subject }) => subject));
	return {
		now: open && (await countEntitled(db, open.id)),
		asked: asked.has(petition),
		handins: handins.map((handin) => ({
			...handin,
			by: [handin.askedBy, handin.agreedBy].map((id) => names.get(id) ?? ""),
			mine: mayDownload(handin, organiserId),
			asked: asked.has(`${petition}/${handin.number}`),
		})),
	};
}

/** Which file of a list is asked for: as posted. */
export interface AskedFile {
	number: number;
	place: number;
	locale: string;
	format: Format | "zip";
}

interface House extends Files {
	settings: Pick<Settings, "COMMITTEE_KEY">;
}

/**
 * A file of a frozen list for one of the two who agreed, made while it is read: nothing of it is kept. Sealed to the
 * committee's key where there is one. It is written into the audit log before its first byte.
 * @returns null when there is no such file for this organiser now
 */
export async function openFile(
	{ db, keys, settings }: House,
	organiserId: string,
	{ campaign, petition }: At,
	{ number, place, locale, format }: AskedFile,
): Promise<{ name: string; type: string; stream: ReadableStream<Uint8Array> } | null> {
	const handin = await findHandin(db, campaign.id, petition, number);
	const addressee = handin?.addressees.find((one) => one.place === place);
	if (!handin || !addressee || !isLocale(locale) || !handin.languages.includes(locale)) return null;
	if (!mayDownload(handin, organiserId)) return null;
	const recipient = settings.COMMITTEE_KEY;
	await inTransaction(db, async (trx) => {
		await markExported(trx, handin.id);
		await recordAct(trx, {
			actor: organiserId,
			act: "handin.exported",
			campaignId: campaign.id,
			about: `${petition}/${number}`,
			figures: { place, format, language: locale, rows: addressee.named, file: recipient ? "sealed" : "plain" },
		});
	});
	const survey = await surveyOf(db, keys, { id: handin.id, place });
	const wanted = { handin, addressee, locale, survey };
	const from = { db, keys };
	const stream = streamOfBytes(format === "zip" ? packOf(from, wanted) : fileOf(from, wanted, format));
	const name = nameOf(wanted, format);
	return recipient
		? { name: `${name}.age`, type: "application/octet-stream", stream: await sealTo(recipient, stream) }
		: { name, type: types[format], stream };
}

const types: Record<AskedFile["format"], string> = {
	csv: "text/csv; charset=utf-8",
	json: "application/json",
	pdf: "application/pdf",
	zip: "application/zip",
};

function mayDownload({ askedBy, agreedBy, open, over }: Handin, organiserId: string): boolean {
	return open && !over && (askedBy === organiserId || agreedBy === organiserId);
}
