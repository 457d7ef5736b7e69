import { main } from '../../program.js';

export const dynamic = 'force-dynamic';

export async function GET() {
  return Response.json(await main(process.env.DATA));
}
