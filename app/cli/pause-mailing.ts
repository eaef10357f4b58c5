import type { Settings } from "../env.server.ts";
import { pauseMailing } from "../mailings/sending/mailing.server.ts";
import { changeMailing } from "./change-mailing.ts";

/** `mailing pause`: no more than the windows at the sockets still go out. */
export function run(args: string[], settings: Settings): Promise<void> {
	return changeMailing(args, settings, {
		usage: "mailing pause ID",
		act: "mailing.paused",
		change: pauseMailing,
		done: () => "paused",
		nothing: "is neither going nor about to",
	});
}
