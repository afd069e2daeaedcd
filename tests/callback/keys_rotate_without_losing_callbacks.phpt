--TEST--
CotpCallbackVerifier: after a rotation callbacks of both keys are verified, and callbacks of a removed key are rejected
--EXTENSIONS--
cotp
--FILE--
<?php
require __DIR__ . '/callback.inc';

$before = new CotpCallbackVerifier(['2026-10' => OLD_SECRET]);
$rotated = new CotpCallbackVerifier(['2026-11' => NEW_SECRET, '2026-10' => OLD_SECRET]);
$after = new CotpCallbackVerifier(['2026-11' => NEW_SECRET]);
$reused = new CotpCallbackVerifier(['2026-10' => NEW_SECRET]);

$base = 'https://hotel.example/cotp';
$tokens = ['old' => token_of($before->url($base, 'old')), 'new' => token_of($rotated->url($base, 'new'))];
foreach ($tokens as $reference => $token) {
    echo $token[9] === '0' ? 'the old key signed ' : 'the new key signed ', $reference, "\n";
    foreach (['before' => $before, 'rotated' => $rotated, 'after' => $after, 'reused' => $reused] as $name => $verifier) {
        echo "  $name: ", reason(fn () => $verifier->verify(BODY, $token)), "\n";
    }
}
echo $rotated->verify(BODY, $tokens['old'])->reference, ' ', $rotated->verify(BODY, $tokens['new'])->reference, "\n";
?>
--EXPECT--
the old key signed old
  before: fine
  rotated: fine
  after: unknown_key
  reused: bad_signature
the new key signed new
  before: unknown_key
  rotated: fine
  after: fine
  reused: unknown_key
old new
