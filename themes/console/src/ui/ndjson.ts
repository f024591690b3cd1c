/**
 * Reads an answer of `application/x-ndjson` and hands over each line as soon as it has come. An answer that breaks off
 * throws; one that ends without the line that the caller waits for is the caller's to notice.
 */
export async function readLines<T>(response: Response, onLine: (line: T) => void): Promise<void> {
  if (!response.body) {
    return;
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value = "", done } = await reader.read();
    const lines = (rest + value).split("\n");
    rest = done ? "" : (lines.pop() ?? "");
    for (const line of lines) {
      if (line.trim()) {
        onLine(JSON.parse(line) as T);
      }
    }
    if (done) {
      return;
    }
  }
}
