import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Findable } from "./sitemap.ts";

/**
 * The addresses of every campaign's pages that others may find, in one round trip. The front page is among them unless
 * one campaign alone is live: then it is that campaign's page, to be found at its own address.
 */
export async function findableCampaignPages(db: Db): Promise<Findable[]> {
	const campaigns = await db
		.selectFrom("campaigns as c")
		.leftJoin("campaign_documents as d", (join) =>
			join.onRef("d.campaign_id", "=", "c.id").on("d.path", "like", "updates/%").on("d.locale", "=", "en"),
		)
		.groupBy("c.id")
		.orderBy("c.id")
		.select([
			"c.slug",
			sql<boolean>`c.closed_at is null`.as("live"),
			sql<{ number: number; changed: string }[]>`coalesce(
				json_agg(json_build_object(
					'number', substring(d.path from '[0-9]+')::int,
					'changed', coalesce(d.matter ->> 'revised', d.matter ->> 'date')
				) order by d.path) filter (where d.path is not null), '[]')`.as("updates"),
		])
		.execute();
	const front = campaigns.filter(({ live }) => live).length === 1 ? [] : [{ path: "" }];
	return [...front, ...campaigns.flatMap(({ slug, updates }) => pagesOf(`/campaigns/${slug}`, updates))];
}

function pagesOf(home: string, updates: readonly { number: number; changed: string }[]): Findable[] {
	const changed = updates
		.map((update) => update.changed)
		.sort()
		.at(-1);
	return [
		...["", "/timeline", "/memorial", "/share"].map((page) => ({ path: home + page })),
		{ path: `${home}/updates`, changed },
		...updates.map((update) => ({ path: `${home}/updates/${update.number}`, changed: update.changed })),
	];
}
