import { editorAddress } from "../editing/address.ts";

/**
 * Where a line of an opening checklist is filled, on the organisers' side.
 * @param campaign its slug
 */
export function whereToFill(
	campaign: string,
	thing: "campaign" | "petition" | "fund" | "pickets",
	{ item, locale }: { item: string; locale?: string },
	petition?: string,
): string {
	const home = `/organise/campaigns/${campaign}`;
	if (item === "published") return `${home}/opening#campaign`;
	if (thing === "campaign") return editorAddress(campaign, locale ?? "", "campaign");
	if (thing === "petition") return editorAddress(campaign, locale ?? "", `petitions/${petition}`);
	if (thing === "fund") return `${home}/fund#${locale ? `${item}-${locale}` : item}`;
	return item === "moderator" ? `${home}/people` : `${home}/opening#${item}-${locale}`;
}
