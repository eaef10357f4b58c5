import type { Settings } from "../env.server.ts";
import { resumeMailing } from "../mailings/sending/mailing.server.ts";
import { changeMailing } from "./change-mailing.ts";

/** `mailing resume`: exactly the rest goes out. */
export function run(args: string[], settings: Settings): Promise<void> {
	return changeMailing(args, settings, {
		usage: "mailing resume ID",
		act: "mailing.resumed",
		change: resumeMailing,
		done: () => "goes on",
		nothing: "is not paused",
	});
}
