--TEST--
Exceptions: a subclass that does not call our constructor, second construction, a wrong argument, serialization
--EXTENSIONS--
cotp
--FILE--
<?php
class Own extends CotpServerException
{
    public readonly int $httpStatus;
    public string $note = 'kept';
    public function __construct(bool $callsParent)
    {
        if ($callsParent) {
            parent::__construct('by the parent', httpStatus: 503);
        }
    }
}
function attempt(callable $what): void
{
    try {
        var_dump($what());
    } catch (Error $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
$without = new Own(false);
attempt(fn () => $without->getMessage());
attempt(fn () => $without->outcome);
attempt(fn () => (string) $without !== '');
$with = new Own(true);
attempt(fn () => [$with->getMessage(), $with->httpStatus, $with->note]);
attempt(fn () => $with->__construct(true));
attempt(fn () => (new ReflectionProperty('CotpException', 'outcome'))->setValue($with, CotpOutcome::Unknown));
attempt(fn () => new CotpProtocolException(retryAfter: -1.0));
attempt(fn () => new CotpProtocolException(retryAfter: NAN));
$back = unserialize(serialize(new CotpNotFoundException('gone', CotpOutcome::Answered, 404)));
attempt(fn () => [$back->getMessage(), $back->outcome, $back->httpStatus]);
?>
--EXPECTF--
string(0) ""
Error: Typed property CotpException::$outcome must not be accessed before initialization
bool(true)
array(3) {
  [0]=>
  string(13) "by the parent"
  [1]=>
  int(503)
  [2]=>
  string(4) "kept"
}
Error: Cannot modify readonly property CotpException::$outcome
Error: Cannot modify readonly property %s::$outcome
ValueError: CotpException::__construct(): Argument #7 ($retryAfter) must be greater than or equal to 0
ValueError: CotpException::__construct(): Argument #7 ($retryAfter) must be greater than or equal to 0
array(3) {
  [0]=>
  string(4) "gone"
  [1]=>
  enum(CotpOutcome::Answered)
  [2]=>
  int(404)
}
