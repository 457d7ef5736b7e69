import { main } from './program.js';

main(process.argv[2]).then((read) => console.log(JSON.stringify(read)));
