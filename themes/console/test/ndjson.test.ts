import { deepEqual, rejects } from "node:assert/strict";
import { test } from "node:test";
import { readLines } from "../src/ui/ndjson";

function answer(...chunks: (string | Uint8Array)[]) {
  const bytes = chunks.map((chunk) => (typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk));
  return new Response(
    new ReadableStream({
      start(controller) {
        bytes.forEach((chunk) => controller.enqueue(chunk));
        controller.close();
      },
    }),
  );
}

async function lines(response: Response) {
  const read: unknown[] = [];
  await readLines(response, (line) => read.push(line));
  return read;
}

test("lines are read wherever the answer is cut", async () => {
  const ü = new TextEncoder().encode("ü");
  deepEqual(await lines(answer('{"row":1}\n{"ro', 'w":2}\n\n{"name":"', ü.slice(0, 1), ü.slice(1), '"}')), [
    { row: 1 },
    { row: 2 },
    { name: "ü" },
  ]);
});

test("each line comes as soon as it is whole", async () => {
  let send!: ReadableStreamDefaultController<Uint8Array>;
  const stream = new ReadableStream<Uint8Array>({ start: (controller) => void (send = controller) });
  const read: unknown[] = [];
  const done = readLines(new Response(stream), (line) => read.push(line));
  send.enqueue(new TextEncoder().encode("1\n2"));
  while (!read.length) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  deepEqual(read, [1]);
  send.close();
  await done;
  deepEqual(read, [1, 2]);
});

test("an answer that breaks off throws", async () => {
  await rejects(lines(answer('{"row":1}\n{"ro')), SyntaxError);
  const broken = new ReadableStream({ start: (controller) => controller.error(new TypeError("network")) });
  await rejects(lines(new Response(broken)), TypeError);
});
