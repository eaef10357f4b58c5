import { translator } from "#app/i18n/translate.ts";
import { decideMessage, findMessage } from "#app/pickets/hearing/messages.server.ts";
import type { Kind } from "./kind.ts";

/** A host's message to those who come: mailed to all of them, or to nobody. */
export const picketMessageKind: Kind = {
	label: "organise.kind.picket-message",
	decisions: [
		{ name: "send", label: "organise.picket-message.send", outcome: "show" },
		{ name: "refuse", label: "organise.picket-message.refuse", outcome: "hide" },
	],
	async view(app, campaignId, subjectId, locale) {
		const message = await findMessage(app.db, app.keys, campaignId, subjectId);
		if (!message) return null;
		const label = translator(locale)("organise.kind.picket-message");
		return { title: message.title, texts: [{ label, text: message.text, locale: message.locale }] };
	},
	async decide(_app, trx, campaignId, subjectId, decision) {
		await decideMessage(trx, campaignId, subjectId, decision.outcome === "show");
	},
};
