import type { Sink } from "#tests/support/smtp-sink.ts";
import type { Target } from "./drive.ts";

/** Takes the mails out of a sink as they come, and reads whom they are for and their link. */
export function mailReader(sink: Pick<Sink, "bodies">): Target["newMails"] {
	return async () =>
		sink.bodies.splice(0).map((body) => {
			const text = body.replaceAll("=\r\n", "");
			const [, to = ""] = /^to: *<?([^>\r\n]+)>?/im.exec(text) ?? [];
			const [, link = ""] = /(\/en\/confirm\/[a-z2-7]{32})/.exec(text) ?? [];
			return { to, link };
		});
}
