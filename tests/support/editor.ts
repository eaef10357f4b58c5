import type { SignedInClient } from "./organiser.ts";

/** Fields of a form by name, in order: a name may come several times. */
export type FormFields = [name: string, value: string][];

/** Reads what a browser would post of the editor's form: inputs, boxes that are ticked, texts and choices. */
export function fieldsOf(page: string): FormFields {
	const form = /<form method="post" class="editor">(.*?)<\/form>/s.exec(page)?.[1] ?? "";
	const fields: FormFields = [];
	for (const [tag, , name = ""] of form.matchAll(/<(input|textarea|select)\b[^>]*\bname="([^"]*)"[^>]*>/g)) {
		const at = form.indexOf(tag);
		if (tag.startsWith("<input")) {
			const box = /type="(checkbox|radio)"/.test(tag);
			if (!box || / checked=""/.test(tag)) fields.push([name, plain(/ value="([^"]*)"/.exec(tag)?.[1] ?? "")]);
		} else if (tag.startsWith("<textarea")) {
			const inner = form.slice(at + tag.length, form.indexOf("</textarea>", at));
			fields.push([name, plain(inner.replace(/^\n/, ""))]);
		} else {
			const inner = form.slice(at, form.indexOf("</select>", at));
			const chosen =
				/<option[^>]*value="([^"]*)"[^>]*selected=""/.exec(inner) ??
				/<option[^>]*selected=""[^>]*value="([^"]*)"/.exec(inner);
			fields.push([name, plain((chosen ?? /<option[^>]*value="([^"]*)"/.exec(inner))?.[1] ?? "")]);
		}
	}
	return fields;
}

/** The form with some fields set to other values, and the button that is pressed. */
export function filled(fields: FormFields, intent: string, changes: Record<string, string> = {}): URLSearchParams {
	const params = new URLSearchParams(fields);
	for (const [name, value] of Object.entries(changes)) params.set(name, value);
	params.set("intent", intent);
	return params;
}

/** Posts a form in which a name may come several times, as a browser with a session does. */
export function postForm(browser: SignedInClient, path: string, body: URLSearchParams): Promise<Response> {
	return fetch(browser.origin + path, {
		method: "POST",
		body,
		redirect: "manual",
		headers: { Cookie: browser.cookie, Origin: browser.origin },
	});
}

function plain(html: string): string {
	return html
		.replace(/&quot;/g, '"')
		.replace(/&#x27;/g, "'")
		.replace(/&lt;/g, "<")
		.replace(/&gt;/g, ">")
		.replace(/&amp;/g, "&");
}
