--TEST--
CotpRequest: objects without a constructor call, second construction, mocks and cycles
--EXTENSIONS--
cotp
--FILE--
<?php
class Forgetful extends CotpRequest
{
    public function __construct() {}
}
class Mock extends CotpRequest
{
    public array $sent = [];
    public function __construct() {}
    public function send(CotpForm $form): string
    {
        $this->sent[] = $form;
        return 'mocked';
    }
}
class Holder
{
    public ?CotpRequest $service = null;
    public function __destruct()
    {
        echo "holder freed\n";
    }
}
function attempt(callable $call): void
{
    try {
        $call();
        echo "let through\n";
    } catch (Throwable $error) {
        echo get_class($error), ': ', $error->getMessage(), "\n";
    }
}
$form = new CotpForm('hotel-42', 'guest@example.com');
$policy = new CotpRetention(new DateTimeImmutable('+1 day'));
$calls = ['send' => [$form], 'retrieve' => ['abc'], 'delete' => ['abc'], 'setRetention' => ['abc', $policy], 'getRetention' => ['abc'],
    'deleteRetention' => ['abc'], 'clearCvv' => ['abc'], 'deleteCard' => ['abc'], 'authenticate' => [],
    'sendMany' => [[$form]], 'retrieveMany' => [['abc']], 'await' => ['abc']];
foreach ([new Forgetful(), (new ReflectionClass('CotpRequest'))->newInstanceWithoutConstructor()] as $half) {
    foreach ($calls as $method => $arguments) {
        attempt(fn () => $half->$method(...$arguments));
    }
}

$half = (new ReflectionClass('CotpRequest'))->newInstanceWithoutConstructor();
attempt(fn () => $half->__construct(''));
attempt(fn () => $half->retrieve('abc'));
$half->__construct('key');
attempt(fn () => $half->__construct('other'));
attempt(fn () => $half->retrieve('..'));
attempt(fn () => $half->unheardOf = 1);

$mock = new Mock();
echo $mock->send($form), ' ', count($mock->sent), "\n";

$holder = new Holder();
$holder->service = new CotpRequest('key', observer: function () use ($holder) {});
unset($holder);
echo "unset\n";
gc_collect_cycles();
echo "collected\n";
?>
--EXPECTF--
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() has not been called
ValueError: CotpRequest::__construct(): Argument #1 ($apiKey) must not be empty
Error: CotpRequest::__construct() has not been called
Error: CotpRequest::__construct() must not be called twice
ValueError: CotpRequest::retrieve(): Argument #1 ($request) must %s
Error: Cannot create dynamic property CotpRequest::$unheardOf
mocked 1
unset
holder freed
collected
