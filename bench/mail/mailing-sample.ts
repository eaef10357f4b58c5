import { type CampaignMail, campaignMail } from "#emails/templates/campaign-mail.tsx";
import { mergeText } from "#emails/templates/merge.ts";
import { localeOf } from "./sample.ts";

const paragraphs = {
	en: "On 16 December 2026 it is fifteen years. In every town where a branch has endorsed the demand there is a meeting or a picket; where there is none, one person with a sheet of paper is enough to begin. The list of places is on the site, and it says what each of them asks people to bring.",
	ru: "16 декабря 2026 года исполняется пятнадцать лет. Там, где отделение поддержало требование, будет собрание или пикет.",
};

/** A mailing of about five kilobytes a mail, once written out, in the language of the n-th mail. */
export function mailingText(n: number): CampaignMail {
	const english = localeOf(n) === "en";
	const paragraph = english ? paragraphs.en : paragraphs.ru;
	return {
		subject: english ? "16 December" : "16 декабря",
		preheader: english ? "What happens where" : "Что и где будет",
		markdown: [paragraph, `- ${paragraph}`, "[Leave]({{unsubscribe}})"].join("\n\n"),
		about: english ? "16 December" : "16 декабря",
		page: "https://campaign.example/en/campaigns/sample/updates/1",
	};
}

/** The same, with a reader's links in it, for who sends it otherwise. */
export function mailingDrawn(n: number): { subject: string; text: string; html: string } {
	const { subject, text, html } = campaignMail(mailingText(n), localeOf(n));
	const token = "a".repeat(48);
	const links = {
		unsubscribe: `https://campaign.example/u/${token}`,
		preferences: `https://campaign.example/en/mail/${token}`,
	};
	return { subject, text: mergeText(text, links), html: mergeText(html, links) };
}
