import { type Fields, text, ticked } from "#app/web/form.ts";
import type { SignatureChange } from "../change-signature.server.ts";
import { mannerOf } from "../parse-sign-form.ts";
import { type Visibility, visibilities } from "../words.ts";

/** What the form of `/my` says of a signature; what it did not send stays. Whether it may stand, `changeSignature` says. */
export function parseChange(fields: Fields): Omit<SignatureChange, "locale"> {
	const visibility = fields.get("visibility");
	const given = (name: string) => (fields.has(name) ? text(fields, name) : undefined);
	return {
		visibility: visibilities.find((one): one is Visibility => one === visibility),
		name: given("name"),
		organisation: given("organisation"),
		shownAs: fields.has("shown_as") ? mannerOf(text(fields, "shown_as")) : undefined,
		town: given("town"),
		line: given("line"),
		linePublic: fields.has("line") ? ticked(fields, "line_public") : undefined,
	};
}
