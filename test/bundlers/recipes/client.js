import 'temporal-polyfill/global';
import { mapping, struct, t } from 'sharedbuffers';

const Launches = mapping({ key: t.string, value: struct({ name: t.string, day: t.date }) });

const bytes = await (await fetch('/launches.sb')).arrayBuffer();
const { name, day } = Launches.fromBuffer(bytes).get('apollo-11');
document.title = `${name}, ${day}`;
