nft build start.js
mv dist out
