import { createHash } from "node:crypto";
import { sql } from "kysely";
import { isLocale, locales } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { isMailingKind, type MailingKind } from "#emails/mailing-kinds.ts";
import type { Audience, MailingProgress, MailingRendition } from "../sending/mailing.server.ts";

/** A mailing as the desk reads it. */
export interface DeskMailing {
	id: number;
	campaignId: number;
	kind: MailingKind;
	status: MailingProgress["status"];
	audience: Audience;
	/** The update that it tells, by its path and number; null for another kind. */
	update: { path: string; number: number } | null;
	/** When it is to go, once agreed to; null for at once. */
	startsAt: Date | null;
	spreadMinutes: number;
	/** That hour has gone by: by the database's clock. */
	past: boolean;
	/** In the order of the languages. */
	renditions: MailingRendition[];
	/** Of texts, audience and plan: what two people agree to. 16 hexadecimal digits. */
	digest: string;
	/** The digest that was last found without a fault. */
	cleared: string | null;
}

interface Row {
	id: number;
	kind: string;
	status: DeskMailing["status"];
	audience: Audience;
	path: string | null;
	startsAt: Date | null;
	spreadMinutes: number;
	past: boolean;
	cleared: string | null;
	renditions: (MailingRendition & { locale: string })[];
}

/**
 * One mailing of a campaign; undefined where it has none of that number.
 * @param lock nobody changes it until the transaction ends
 */
export async function findMailing(
	db: Db,
	campaignId: number,
	id: number,
	{ lock = false } = {},
): Promise<DeskMailing | undefined> {
	const held = lock ? sql`for update of m` : sql``;
	const { rows } = await sql<Row>`
		select m.id, m.kind, m.status, m.audience, p.path, p.starts_at as "startsAt", p.cleared,
			coalesce(p.spread_minutes, 0) as "spreadMinutes", coalesce(p.starts_at < now(), false) as past,
			(select coalesce(json_agg(json_build_object('locale', locale, 'subject', subject, 'preheader', preheader,
				'html', html, 'text', text)), '[]') from email_renditions where message_id = m.id) as renditions
		from email_messages m left join mailing_plans p on p.message_id = m.id
		where m.id = ${id}::int and m.campaign_id = ${campaignId}::int and m.lane = 'bulk' ${held}`.execute(db);
	const [row] = rows;
	if (!row || !isMailingKind(row.kind)) return undefined;
	const { path, kind, renditions, ...mailing } = row;
	const place = ({ locale }: { locale: string }) => (isLocale(locale) ? locales.indexOf(locale) : locales.length);
	const ordered = renditions.sort((a, b) => place(a) - place(b));
	return {
		...mailing,
		campaignId,
		kind,
		update: path === null ? null : { path, number: Number(/\d+/.exec(path)?.[0]) },
		renditions: ordered,
		digest: digestOf({ ...mailing, renditions: ordered }),
	};
}

/** What two people agree to, in 16 hexadecimal digits: one letter more, and it is another. */
function digestOf({
	audience,
	startsAt,
	spreadMinutes,
	renditions,
}: Pick<DeskMailing, "audience" | "startsAt" | "spreadMinutes" | "renditions">): string {
	const { locales: languages = null, countries = null, kinds = null } = audience;
	const whole = [
		[languages, countries, kinds],
		startsAt && new Date(startsAt).toISOString(),
		spreadMinutes,
		renditions.map(({ locale, subject, preheader, html, text }) => [locale, subject, preheader, html, text]),
	];
	return createHash("sha256").update(JSON.stringify(whole)).digest("hex").slice(0, 16);
}
