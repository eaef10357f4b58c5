/**
 * Whether a fault only says that Postgres is away for the moment: stopped, starting, restarted, out of
 * connections, or too slow to answer. The same thing may be asked again; nothing is wrong with it.
 */
export function isAway(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	const code = "code" in error && typeof error.code === "string" ? error.code : "";
	if (/^(08...|53...|57P0[1-5]|57014|25P0[34])$/.test(code) || socketFaults.has(code)) return true;
	// A Unix socket that is not there; a file that is not there is another matter.
	if (code === "ENOENT") return "syscall" in error && error.syscall === "connect";
	return isDriverFault(error.message);
}

// SQLSTATE (Postgres, appendix A) above: 08 connection exception, 53 insufficient resources (53300 too many
// connections), 57P01 to 57P05 shutdown, crash, starting up, dropped, idle too long, 57014 statement timed out,
// 25P03 and 25P04 transaction idle or running for too long. Below: what node says when nobody answers.
const socketFaults = new Set([
	"ECONNREFUSED",
	"ECONNRESET",
	"EPIPE",
	"ETIMEDOUT",
	"EHOSTUNREACH",
	"ENETUNREACH",
	"ENOTFOUND",
	"EAI_AGAIN",
]);

/** Faults of `pg` and `pg-pool`, which have no code. */
function isDriverFault(message: string): boolean {
	return /^(timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client (has encountered a connection error|was closed) and is not queryable)/.test(
		message,
	);
}
