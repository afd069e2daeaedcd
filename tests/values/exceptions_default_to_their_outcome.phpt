--TEST--
An exception that is made without an outcome has the one with which its class is thrown
--EXTENSIONS--
cotp
--FILE--
<?php
class OwnUnknown extends CotpOutcomeUnknownException {}
class Promoting extends CotpApiException
{
    public function __construct(public readonly string $moreInfo)
    {
        parent::__construct('text');
    }
}
foreach ([...get_declared_classes()] as $class) {
    if (is_a($class, 'CotpException', true) && $class !== 'CotpException' && $class !== 'Promoting') {
        echo $class, ' ', (new $class('x'))->outcome->name, "\n";
    }
}
echo (new CotpApiException('x', CotpOutcome::Unknown))->outcome->name, ' ', (new CotpApiException('x', null))->outcome->name, "\n";
try {
    new Promoting('more');
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
$dynamic = new CotpTimeoutException('x');
@$dynamic->note = 'dynamic';
try {
    serialize($dynamic);
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}
foreach ((new ReflectionMethod('CotpRequest', 'deleteRetention'))->getParameters() as $parameter) {
    echo $parameter->name, ' ', count($parameter->getAttributes('SensitiveParameter')), "\n";
}
?>
--EXPECT--
CotpTransportException NotSent
CotpTimeoutException NotSent
CotpOutcomeUnknownException Unknown
CotpApiException Answered
CotpInvalidRequestException Answered
CotpAuthenticationException Answered
CotpNotFoundException Answered
CotpConflictException Answered
CotpBlockedException Answered
CotpRateLimitException Answered
CotpServerException Answered
CotpProtocolException Answered
CotpCallbackException NotSent
OwnUnknown Unknown
Unknown Answered
Cannot modify readonly property Promoting::$moreInfo
CotpTimeoutException with a dynamic property cannot be serialized
cardUri 1
type 1
data 1
