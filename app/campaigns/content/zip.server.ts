import { strToU8, zipSync } from "fflate";
import type { CampaignContent } from "./read-campaign.server.ts";
import { writeCampaign } from "./write-campaign.server.ts";

// ZIP has no zone: the first day that it can say, on whatever clock, so that the same campaign is the same bytes.
const epoch = new Date(1980, 0, 1);

/** A campaign's folder as a ZIP archive (APPNOTE 6.3): the same content is always the same bytes. */
export function zipOf(content: CampaignContent): Buffer<ArrayBuffer> {
	const files = [...writeCampaign(content)].map(([name, text]) => [`${content.slug}/${name}`, strToU8(text)] as const);
	return Buffer.from(zipSync(Object.fromEntries(files), { level: 9, mtime: epoch }));
}
