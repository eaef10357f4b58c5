// Continued lines begin `250-`, the last begins `250 ` or is `250` (RFC 5321 §4.2). A line that is neither ends a reply
// too: it is for the reader to see that it says nothing.
const REPLY = /(?:\d{3}-[^\n]*\n)*(?!\d{3}-)[^\n]*\n/y;

/**
 * Takes the complete replies off the front of what a relay has said.
 * @returns the replies, each without its last line break, and what is still incomplete
 */
export function takeReplies(said: string): { replies: string[]; rest: string } {
	const replies: string[] = [];
	let end = 0;
	for (;;) {
		REPLY.lastIndex = end;
		const reply = REPLY.exec(said)?.[0];
		if (reply === undefined) return { replies, rest: said.slice(end) };
		replies.push(reply.trimEnd());
		end += reply.length;
	}
}
