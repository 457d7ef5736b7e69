next build
mv .next/standalone out
