--TEST--
A destructor that throws during garbage collection costs no outcome of a batch
--SKIPIF--
<?php require __DIR__ . '/../peer/peer.inc'; Peer::skipUnless(); ?>
--FILE--
<?php
require __DIR__ . '/../peer/peer.inc';

class Cycle
{
    private self $self;

    public function __construct()
    {
        $this->self = $this;
    }

    public function __destruct()
    {
        throw new LogicException('from a destructor');
    }
}

$count = 50;
$peer = Peer::start(default: Peer::respond(201, ['Location: /api/cardrequest/{request}']));
$cotp = new CotpRequest('key', "$peer->url/api");
$forms = [];
for ($i = 0; $i < $count; $i++) {
    $forms[] = new CotpForm(bookerId: 'hotel-42', email: "guest$i@example.com");
}
gc_collect_cycles();
// A few roots below the number at which PHP collects garbage, so that the roots of the batch exceed it.
$kept = [];
while (gc_status()['roots'] < 9970) {
    $object = new stdClass();
    $object->self = $object;
    $kept[] = $object;
    unset($object);
}
$cycle = new Cycle();
unset($cycle);
try {
    $results = $cotp->sendMany($forms, 4);
    echo count(array_filter($results, 'is_string')), " ids\n";
} catch (LogicException $exception) {
    echo "lost: {$exception->getMessage()}\n";
}
try {
    gc_collect_cycles();
} catch (LogicException $exception) {
    echo "later: {$exception->getMessage()}\n";
}
echo count($peer->processed()), " processed\n";
?>
--EXPECT--
50 ids
later: from a destructor
50 processed
