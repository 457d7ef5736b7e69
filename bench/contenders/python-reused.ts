import type { About } from './contender.js';
import { contender as python } from './python.js';

export const contender: About = {
  ...python,
  name: 'Python, reused proxy',
  about: 'id_mapper.get(key), and a getter(proxy_into=...) that turns one proxy to each record',
};
