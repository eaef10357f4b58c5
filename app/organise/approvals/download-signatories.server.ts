import { sql } from "kysely";
import type { Settings } from "#app/env.server.ts";
import { countSignatories, findPetition, signatories } from "#app/petitions/signatories.server.ts";
import type { KeyRing } from "#app/seal/key-ring.ts";
import { sealTo } from "#app/seal/recipient.ts";
import { streamOf } from "#app/web/download.ts";
import type { Db } from "#db/client.ts";
import { recordAct } from "../audit/record.server.ts";
import type { SignedIn } from "../signed-in.ts";
import { exportSignatories } from "./export-signatories.server.ts";
import { mayAsk } from "./may.ts";
import { signatoriesCsv } from "./signatories-csv.ts";

/** Hours in which who asked may download what was agreed to. */
export const DOWNLOAD_HOURS = 24;

interface House {
	db: Db;
	keys: KeyRing;
	settings: Pick<Settings, "COMMITTEE_KEY">;
}

/**
 * The file that an approved export is: for who asked, within a day, sealed to the committee's key where there is one. It
 * is written into the audit log before its first byte.
 * @returns null when there is no such export for this organiser, or its day is over
 */
export async function downloadSignatories(
	{ db, keys, settings }: House,
	organiser: SignedIn,
	approvalId: string,
): Promise<{ name: string; type: string; stream: ReadableStream<Uint8Array> } | null> {
	const { rows } = await sql<{ subject: string; campaignId: number; campaign: string }>`
		select a.subject, a.campaign_id as "campaignId", c.slug as campaign
		from approvals a join campaigns c on c.id = a.campaign_id
		where a.id::text = ${approvalId} and a.action = 'signatories.export' and a.state = 'done'
			and a.asked_by = ${organiser.id} and a.ended_at > now() - make_interval(hours => ${DOWNLOAD_HOURS}::int)`.execute(
		db,
	);
	const [approved] = rows;
	if (!approved || !mayAsk(exportSignatories, organiser, approved.campaign)) return null;
	const petition = await findPetition(db, approved.subject, approved.campaignId);
	if (!petition) return null;
	const counts = await countSignatories(db, petition);
	const recipient = settings.COMMITTEE_KEY;
	await recordAct(db, {
		actor: organiser.id,
		act: "signatories.exported",
		campaignId: approved.campaignId,
		about: petition.slug,
		figures: { ...counts, file: recipient ? "sealed" : "plain" },
	});
	const csv = streamOf(signatoriesCsv(signatories(db, keys, petition), counts.counted));
	const name = `${petition.slug}-signatories.csv`;
	return recipient
		? { name: `${name}.age`, type: "application/octet-stream", stream: await sealTo(recipient, csv) }
		: { name, type: "text/csv; charset=utf-8", stream: csv };
}
