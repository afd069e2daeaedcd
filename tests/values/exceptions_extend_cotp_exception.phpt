--TEST--
The exceptions extend CotpException, can be created by users, and keep their values
--EXTENSIONS--
cotp
--FILE--
<?php
foreach (get_declared_classes() as $class) {
    if (is_a($class, 'CotpException', true) && $class !== 'CotpCallbackException') {
        echo implode(' < ', [$class, ...array_values(class_parents($class))]), "\n";
    }
}
try {
    new CotpException('abstract');
} catch (Error $error) {
    echo $error->getMessage(), "\n";
}

$plain = new CotpTimeoutException();
var_dump($plain->getMessage(), $plain->getCode(), $plain->outcome, $plain->httpStatus, $plain->apiCode, $plain->moreInfo,
    $plain->retryable, $plain->retryAfter, $plain->requestId, $plain->getPrevious());
$cause = new LogicException('cause');
$full = new CotpRateLimitException(message: 'slower', outcome: CotpOutcome::Answered, httpStatus: 429, apiCode: -1, moreInfo: 'more',
    retryable: true, retryAfter: 2, requestId: 'abc', previous: $cause);
var_dump($full->getMessage(), $full->getCode(), $full->outcome, $full->httpStatus, $full->apiCode, $full->moreInfo,
    $full->retryable, $full->retryAfter, $full->requestId, $full->getPrevious() === $cause, basename($full->getFile()), $full->getLine());
?>
--EXPECT--
CotpException < RuntimeException < Exception
CotpTransportException < CotpException < RuntimeException < Exception
CotpTimeoutException < CotpTransportException < CotpException < RuntimeException < Exception
CotpOutcomeUnknownException < CotpTransportException < CotpException < RuntimeException < Exception
CotpApiException < CotpException < RuntimeException < Exception
CotpInvalidRequestException < CotpApiException < CotpException < RuntimeException < Exception
CotpAuthenticationException < CotpApiException < CotpException < RuntimeException < Exception
CotpNotFoundException < CotpApiException < CotpException < RuntimeException < Exception
CotpConflictException < CotpApiException < CotpException < RuntimeException < Exception
CotpBlockedException < CotpApiException < CotpException < RuntimeException < Exception
CotpRateLimitException < CotpApiException < CotpException < RuntimeException < Exception
CotpServerException < CotpApiException < CotpException < RuntimeException < Exception
CotpProtocolException < CotpException < RuntimeException < Exception
Cannot instantiate abstract class CotpException
string(0) ""
int(0)
enum(CotpOutcome::NotSent)
int(0)
int(0)
string(0) ""
bool(false)
NULL
NULL
NULL
string(6) "slower"
int(0)
enum(CotpOutcome::Answered)
int(429)
int(-1)
string(4) "more"
bool(true)
float(2)
string(3) "abc"
bool(true)
string(36) "exceptions_extend_cotp_exception.php"
int(17)
