import koffi from '@koromix/koffi-linux-x64/linux_x64/koffi.node';
import { provideKoffi } from 'sharedbuffers/node';
import { main } from './program.js';

provideKoffi(koffi);
main(process.argv[2]).then((read) => console.log(JSON.stringify(read)));
