import type { PageHandle } from "../root.tsx";

/** `handle` of a page of a campaign: to be found in the languages that the campaign is written in. */
export const inItsLanguages: PageHandle = {
	languages: (data) => (data as { campaign: { languages: string[] } }).campaign.languages,
};
