import { sql } from "kysely";
import type { Locale } from "#app/i18n/translate.ts";
import type { Db } from "#db/client.ts";
import { isShown } from "./hidden.server.ts";
import type { Findable } from "./sitemap.ts";

/**
 * The addresses of every campaign's pages that others may find, in one round trip. The front page is among them unless
 * one campaign alone is live: then it is that campaign's page, to be found at its own address.
 */
export async function findableCampaignPages(db: Db): Promise<Findable[]> {
	const campaigns = await db
		.selectFrom("campaigns as c")
		.leftJoin("campaign_documents as d", (join) =>
			join
				.onRef("d.campaign_id", "=", "c.id")
				.on("d.path", "like", "updates/%")
				.on("d.locale", "=", edition)
				.on(isShown("d")),
		)
		.where("c.opened_at", "is not", null)
		.groupBy("c.id")
		.orderBy("c.id")
		.select([
			"c.slug",
			sql<Locale[]>`array(select locale from campaign_editions where campaign_id = c.id order by 1)`.as("languages"),
			sql<string[]>`array(
				select distinct split_part(path, '/', 1) from campaign_documents where campaign_id = c.id and locale = ${edition})`.as(
				"parts",
			),
			sql<boolean>`c.closed_at is null`.as("live"),
			sql<{ number: number; changed: string }[]>`coalesce(
				json_agg(json_build_object(
					'number', substring(d.path from '[0-9]+')::int,
					'changed', coalesce(d.matter ->> 'revised', d.matter ->> 'date')
				) order by d.path) filter (where d.path is not null), '[]')`.as("updates"),
		])
		.execute();
	const front = campaigns.filter(({ live }) => live).length === 1 ? [] : [{ path: "" }];
	const pages = campaigns.flatMap(({ slug, updates, parts, languages }) =>
		pagesOf(`/campaigns/${slug}`, updates, parts).map((page) => ({ ...page, languages })),
	);
	return [...front, ...pages];
}

/** A language that a campaign has for sure: its documents are the same in all. */
const edition = sql<string>`(select min(locale) from campaign_editions where campaign_id = c.id)`;

function pagesOf(
	home: string,
	updates: readonly { number: number; changed: string }[],
	parts: readonly string[],
): Findable[] {
	const changed = updates
		.map((update) => update.changed)
		.sort()
		.at(-1);
	return [
		{ path: home },
		...["timeline", "memorial", "share"]
			.filter((part) => parts.includes(part))
			.map((part) => ({ path: `${home}/${part}` })),
		{ path: `${home}/updates`, changed },
		...updates.map((update) => ({ path: `${home}/updates/${update.number}`, changed: update.changed })),
	];
}
