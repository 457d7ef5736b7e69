import koffi from '@koromix/koffi-linux-x64/linux_x64/koffi.node';
import { useKoffi } from 'sharedbuffers/node';
import { main } from './program.js';

useKoffi(koffi);
main(process.argv[2]).then((read) => console.log(JSON.stringify(read)));
