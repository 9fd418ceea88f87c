import { generate } from 'selfsigned';

export interface TestCertificate {
  readonly cert: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;

/** A certificate that nobody but itself vouches for. */
export async function aCertificate({
  names = ['localhost'],
  from = Date.now() - DAY_MS,
  days = 365,
}: { names?: readonly string[]; from?: number; days?: number } = {}): Promise<TestCertificate> {
  const made = await generate([{ name: 'commonName', value: 'test' }], {
    keyType: 'ec',
    curve: 'P-256',
    notBeforeDate: new Date(from),
    notAfterDate: new Date(from + days * DAY_MS),
    extensions: [
      {
        name: 'subjectAltName',
        altNames: names.map((value) =>
          /^[\d.]+$/.test(value) ? { type: 7 as const, ip: value } : { type: 2 as const, value },
        ),
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}
