// The Admin API, as the signed-in administrator.
import type { Host } from "./console";

export type Query = Record<string, string | number | boolean | null | undefined>;

/** A page of a list. Where the server does not count, `total` is missing. */
export interface Rows<T> {
  rows: T[];
  total?: number;
}

interface Options {
  query?: Query;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** An answer that is no success: what the server says, the member that it is about, and the key of a text for it. */
export class ApiError extends Error {
  constructor(
    /** The status of HTTP. */
    readonly status: number,
    message: string,
    readonly field?: string,
    readonly key?: string,
    readonly params?: Record<string, unknown>,
  ) {
    super(message);
  }
}

/** Lets what is gone already pass for done, and throws everything else. */
export function unlessGone(error: unknown) {
  if (!(error instanceof ApiError && error.status === 404)) {
    throw error;
  }
}

/** Calls of the Admin API. Paths are below `/admin/realms/`, best made with `path`. */
export class Api {
  constructor(private readonly host: Host) {}

  get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
    return this.json<T>("GET", path, { query, signal });
  }

  post<T = void>(path: string, body?: unknown, query?: Query): Promise<T> {
    return this.json<T>("POST", path, { body, query });
  }

  put<T = void>(path: string, body?: unknown, query?: Query): Promise<T> {
    return this.json<T>("PUT", path, { body, query });
  }

  delete<T = void>(path: string, query?: Query): Promise<T> {
    return this.json<T>("DELETE", path, { query });
  }

  /** A page of a list, and how many there are in all: `X-Total-Count`. */
  async page<T>(path: string, query?: Query, signal?: AbortSignal): Promise<Rows<T>> {
    const response = await this.send("GET", path, { query, signal });
    const total = response.headers.get("X-Total-Count");
    return { rows: (await response.json()) as T[], ...(total === null ? {} : { total: Number(total) }) };
  }

  /** The answer itself, for what is no JSON. A body that is text or a file is sent as it is. */
  async send(method: string, path: string, { query = {}, body, headers = {}, signal }: Options = {}): Promise<Response> {
    const url = new URL(`${this.host.environment.adminBaseUrl}/admin/realms/${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null && value !== "") {
        url.searchParams.set(name, String(value));
      }
    }
    const isRaw = typeof body === "string" || body instanceof Blob;
    const response = await fetch(url, {
      method,
      signal: signal ?? null,
      headers: {
        Accept: "application/json",
        ...(body === undefined || isRaw ? {} : { "Content-Type": "application/json" }),
        ...headers,
        Authorization: `Bearer ${await this.host.token()}`,
      },
      body: body === undefined ? null : isRaw ? body : JSON.stringify(body),
    });
    if (response.status === 401) {
      await this.host.signIn();
    }
    if (!response.ok) {
      throw errorOf(response.status, response.statusText, await response.text());
    }
    return response;
  }

  private async json<T>(method: string, path: string, options: Options): Promise<T> {
    const text = await (await this.send(method, path, options)).text();
    return (text ? JSON.parse(text) : undefined) as T;
  }
}

/** Names in a path: path`${realm}/users/${id}`. */
export function path(strings: TemplateStringsArray, ...values: (string | number)[]): string {
  return String.raw({ raw: strings }, ...values.map((value) => encodeURIComponent(value)));
}

/** An error in any of the forms that Keycloak and the bundle answer in: JSON with one, JSON with a list, text. */
export function errorOf(status: number, statusText: string, body: string): ApiError {
  const json = parsed(body);
  const listed = Array.isArray(json.errors) ? (json.errors[0] as unknown) : undefined;
  const error = isRecord(listed) ? listed : json;
  const message = [error.errorMessage, error.message, json.error_description, json.error].find(isText);
  return new ApiError(
    status,
    message ?? (body && !body.trimStart().startsWith("<") && !Object.keys(json).length ? body : statusText || String(status)),
    isText(error.field) ? error.field : undefined,
    isText(error.key) ? error.key : undefined,
    isRecord(error.params) ? error.params : undefined,
  );
}

function parsed(body: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(body);
    return isRecord(json) ? json : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
