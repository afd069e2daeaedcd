<?php

/**
 * @generate-class-entries
 * @generate-function-entries
 */

/** What is known of a request when a call fails. */
enum CotpOutcome
{
    /** The service cannot have acted on it: calling again is safe. */
    case NotSent;
    /** It may have been acted on. For a send: wait for the callback, do not send again blindly. */
    case Unknown;
    /** The service answered, and its answer is what the exception tells. */
    case Answered;
}

/**
 * How far a request has come. The names are PCI Booking's.
 *
 * @see https://developers.pcibooking.net/docs/managing-card-over-the-phone-requests
 */
enum CotpStatus: string
{
    /** The message is in PCI Booking's queue. */
    case MessageQueued = "MessageQueued";
    /** SMS only: the message was sent. */
    case MessageSent = "MessageSent";
    /** SMS only: the message arrived. */
    case MessageDelivered = "MessageDelivered";
    /** SMS only: the message could not be delivered. Final. */
    case MessageFailed = "MessageFailed";
    /** The guest opened the form. */
    case FormViewed = "FormViewed";
    /** The card is stored and CotpState::$cardUri names it. Final. */
    case CardStored = "CardStored";
    /** The link expired or was cancelled. Final. */
    case LinkExpired = "LinkExpired";
    /** The guest's submission failed. Whether the guest may try again is not documented, so it is not final. */
    case StoreFailed = "StoreFailed";
    /** A status that this version does not know: see the raw status. */
    case Unknown = "";

    /** The case of that name, or Unknown: a new status of the service never breaks anything. */
    public static function fromWire(string $raw): CotpStatus {}

    /** Whether nothing further is expected: CardStored, LinkExpired and MessageFailed. */
    public function isFinal(): bool {}

    /**
     * Whether this status comes after the one known so far. It is a strict total order, so that events end in the same
     * state in whatever order they arrive.
     */
    public function supersedes(CotpStatus $known): bool {}
}

/**
 * What to ask of a guest, and how to reach the guest. Exactly one of $email and $phone is given.
 *
 * A dump, var_export(), an array cast and json_encode() show the guest's data, the callback's URL and the stored card as
 * "***". serialize() keeps them, since a form may wait in a queue: treat such a queue as guests' data.
 *
 * @see https://developers.pcibooking.net/reference/request-to-send-card-capture-form-to-recipient
 * @see https://developers.pcibooking.net/reference/request-to-send-card-security-code-capture-form-to-recipient
 * @strict-properties
 */
final readonly class CotpForm
{
    /** The user id of the booker. */
    public readonly string $bookerId;
    /** The guest's address, when the link goes by e-mail. */
    public readonly ?string $email;
    /** The guest's number, when the link goes by SMS: 7 to 15 digits with the country's code. */
    public readonly ?string $phone;
    /** Where each change of status is posted to: best made by a callback verifier. */
    public readonly ?string $callbackUrl;
    /** The stored card whose security code alone is asked for; null asks for a whole card. */
    public readonly ?string $cardUri;
    /** The guest's name. */
    public readonly ?string $recipientName;
    /** The booker's name, as the guest is to read it. */
    public readonly ?string $bookerName;
    /** The form's language, ISO 639-1. One that the service does not know becomes English. */
    public readonly string $language;
    /** The name of a CSS resource of the account. */
    public readonly ?string $css;
    /** Sent as given: whether the service counts in major or minor units is not documented. Needs a currency. */
    public readonly int|string|null $amount;
    /** ISO 4217. */
    public readonly ?string $currency;
    /** Overrides the account's own setting. */
    public readonly ?string $supportLink;
    /** Overrides the account's own setting. */
    public readonly ?string $supportLinkText;
    /** Overrides the account's own setting. */
    public readonly ?string $supportEmail;
    /** Overrides the account's own setting. */
    public readonly ?string $supportPhone;
    /** Whether to ask for 3-D Secure; null leaves it to the account. */
    public readonly ?bool $threeDs;
    /** Only when arranged with PCI Booking. */
    public readonly ?string $merchantName;
    /** Text above the form. */
    public readonly ?string $headerText;
    /** Text below the form. */
    public readonly ?string $footerText;
    /** The name of a template of the account. */
    public readonly ?string $template;
    /** Further body fields by their wire names, sent as given. */
    public readonly array $extra;

    /**
     * @throws ValueError when a value breaks a rule: its text names the argument and the rule, and never repeats the value
     * @throws TypeError when $extra holds what JSON cannot
     */
    public function __construct(
        string $bookerId,
        #[\SensitiveParameter] ?string $email = null,
        #[\SensitiveParameter] ?string $phone = null,
        #[\SensitiveParameter] ?string $callbackUrl = null,
        #[\SensitiveParameter] ?string $cardUri = null,
        #[\SensitiveParameter] ?string $recipientName = null,
        ?string $bookerName = null,
        string $language = "EN",
        ?string $css = null,
        int|string|null $amount = null,
        ?string $currency = null,
        ?string $supportLink = null,
        ?string $supportLinkText = null,
        ?string $supportEmail = null,
        ?string $supportPhone = null,
        ?bool $threeDs = null,
        ?string $merchantName = null,
        ?string $headerText = null,
        ?string $footerText = null,
        ?string $template = null,
        #[\SensitiveParameter] array $extra = []
    ) {}
}

/**
 * What Retrieve says of a request. A dump shows the card's token and the details as "***".
 *
 * @see https://developers.pcibooking.net/reference/retrieve-a-card-data-request
 * @strict-properties
 */
final readonly class CotpState
{
    /** The request's id. */
    public readonly string $requestId;
    /** How far it has come. */
    public readonly CotpStatus $status;
    /** The status as the service wrote it. */
    public readonly string $rawStatus;
    /** The stored card, once the status is CardStored. */
    public readonly ?string $cardUri;
    /** When the status last changed, as the service wrote it: it names no zone. */
    public readonly ?string $time;
    /** The whole answer. */
    public readonly array $details;

    public function __construct(
        string $requestId,
        CotpStatus $status,
        string $rawStatus,
        #[\SensitiveParameter] ?string $cardUri = null,
        ?string $time = null,
        #[\SensitiveParameter] array $details = []
    ) {}
}

/**
 * Who may receive a card's security code, and how often.
 *
 * @see https://developers.pcibooking.net/docs/cvv-retention-policy
 * @strict-properties
 */
final readonly class CotpDestination
{
    /** HostName, Owner, OtherMerchant, OtherUser, SFTP, GeneralProperty, or a newer one. */
    public readonly string $type;
    /** A host, a user's name or an address, as the type asks; empty for Owner. */
    public readonly string $data;
    /** How many times: 1 to 50, for GeneralProperty 1 to 5. */
    public readonly int $quota;
    /** How many times it was used: known after getRetention(), else null. */
    public readonly ?int $usage;

    /** @throws ValueError when a value breaks a rule */
    public function __construct(string $type, string $data = "", int $quota = 1, ?int $usage = null) {}
}

/**
 * Until when, and for whom, a card's security code is kept. It is deleted when the end is reached or every destination's
 * quota is used, whichever comes first.
 *
 * @see https://developers.pcibooking.net/docs/cvv-retention-policy
 * @strict-properties
 */
final readonly class CotpRetention
{
    /** The end. Sent in UTC, to the second. When the policy is set, it must lie ahead, by at most 48 months. */
    public readonly DateTimeInterface $until;
    /** Whether the whole card goes with the security code. */
    public readonly bool $deleteCard;
    /** @var list<CotpDestination> at most 50 */
    public readonly array $destinations;

    /**
     * @param CotpDestination[] $destinations
     * @throws ValueError when there are more than 50 destinations
     * @throws TypeError when a destination is no CotpDestination
     */
    public function __construct(DateTimeInterface $until, bool $deleteCard = false, array $destinations = []) {}
}

/**
 * One HTTP exchange, as an observer is told of it. It holds no id, key or address. Times are seconds since the exchange
 * began; 0 for a phase that did not take place.
 *
 * @strict-properties
 */
final readonly class CotpExchange
{
    /** The verb. */
    public readonly string $method;
    /** The path's template, such as "/cardrequest/{id}": fit to be a metric's label. */
    public readonly string $route;
    /** 0: no answer. */
    public readonly int $httpStatus;
    /** From 1; above 1 it is a repeat. */
    public readonly int $attempt;
    /** Whether an open connection was used. */
    public readonly bool $reused;
    /** "HTTP/1.1" or "HTTP/2"; empty when no answer came. */
    public readonly string $protocol;
    /** Until the host's address was known. */
    public readonly float $nameLookup;
    /** Until the connection stood. */
    public readonly float $connect;
    /** Until TLS stood. */
    public readonly float $tls;
    /** Until the answer began. */
    public readonly float $firstByte;
    /** Until the exchange was over. */
    public readonly float $total;

    public function __construct(
        string $method,
        string $route,
        int $httpStatus,
        int $attempt,
        bool $reused,
        string $protocol,
        float $nameLookup,
        float $connect,
        float $tls,
        float $firstByte,
        float $total
    ) {}
}

/**
 * PCI Booking's Card Over The Phone service. It holds a key and settings and no state of a call: make one and keep it.
 * Connections live in the process, also between requests of PHP-FPM. It can be neither cloned nor serialised, and a dump
 * shows nothing of it.
 *
 * Every method that calls the service throws a CotpException when it fails; its $outcome tells whether the request may
 * have happened. A wrong argument is a ValueError or TypeError before anything is sent.
 *
 * @strict-properties
 * @not-serializable
 */
class CotpRequest
{
    /**
     * PCI Booking's production service.
     * @var string
     */
    public const PRODUCTION = "https://service.pcibooking.net/api";
    /**
     * Its staging service, with accounts and keys of its own.
     * @var string
     */
    public const STAGING = "https://service-pilot.pcibooking.net/api";

    /**
     * Nothing is sent or opened.
     *
     * @param string $apiKey the account's key: visible ASCII
     * @param string $baseUri https; http only for 127.0.0.0/8, ::1, localhost and the hosts of the INI setting cotp.http_hosts
     * @param float $timeout seconds, for a whole call, repeats and pauses included: above 0, at most 3600
     * @param float $connectTimeout seconds, for each connect: above 0, at most 3600
     * @param int $retries how often what may safely be repeated is repeated: 0 to 10
     * @param string|null $caFile a PEM file of authorities to trust instead of the system's
     * @param string|null $proxy an http, https, socks5 or socks5h proxy; those that the environment names are ignored
     * @param bool $http2 whether to offer HTTP/2
     * @param string[] $wire overrides of PCI Booking's names, paths and verbs, by the keys of the wire table
     * @param Closure|null $observer called with a CotpExchange after every HTTP exchange; what it throws becomes a warning
     * @throws ValueError when a value breaks a rule
     */
    public function __construct(
        #[\SensitiveParameter] string $apiKey,
        string $baseUri = CotpRequest::PRODUCTION,
        float $timeout = 10.0,
        float $connectTimeout = 3.0,
        int $retries = 2,
        ?string $caFile = null,
        #[\SensitiveParameter] ?string $proxy = null,
        bool $http2 = true,
        array $wire = [],
        ?Closure $observer = null
    ) {}

    /**
     * Has the link sent to the guest, and returns the request's id. It is never repeated once the request may have left.
     *
     * @throws CotpOutcomeUnknownException when the request left and no whole answer came: the guest may have been reached
     * @throws CotpException when it failed otherwise
     * @throws ValueError when $form breaks a rule
     * @see https://developers.pcibooking.net/reference/request-to-send-card-capture-form-to-recipient
     * @see https://developers.pcibooking.net/reference/request-to-send-card-security-code-capture-form-to-recipient
     */
    public function send(CotpForm $form): string {}

    /**
     * What the service knows of a request.
     *
     * @param string $request its id, or its URI on the base's host
     * @throws CotpNotFoundException when there is no such request
     * @throws CotpException when it failed otherwise
     * @throws ValueError when $request is no id
     * @see https://developers.pcibooking.net/reference/retrieve-a-card-data-request
     */
    public function retrieve(string $request): CotpState {}

    /**
     * Cancels the link. It works while the guest has not completed the form.
     *
     * @param string $request the request's id, or its URI on the base's host
     * @throws CotpException when it failed
     * @throws ValueError when $request is no id
     * @see https://developers.pcibooking.net/docs/managing-card-over-the-phone-requests
     */
    public function delete(string $request): void {}

    /**
     * Says how long, and for whom, the card's security code is kept.
     *
     * @param string $cardUri CotpState::$cardUri, or the token alone
     * @throws CotpException when it failed
     * @throws ValueError when an argument breaks a rule: the end must lie ahead, by at most 48 months
     * @see https://developers.pcibooking.net/reference/set-cvv-retention-policy
     */
    public function setRetention(#[\SensitiveParameter] string $cardUri, CotpRetention $policy): void {}

    /**
     * The card's retention policy, with each destination's use so far.
     *
     * @throws CotpException when it failed
     * @throws ValueError when $cardUri breaks a rule
     * @see https://developers.pcibooking.net/reference/get-cvv-retention-policy
     */
    public function getRetention(#[\SensitiveParameter] string $cardUri): CotpRetention {}

    /**
     * Takes back the policy, or what it says for one type of destination or for one destination.
     *
     * @throws CotpException when it failed
     * @throws ValueError when an argument breaks a rule: $data asks for $type
     * @see https://developers.pcibooking.net/docs/cvv-retention-policy
     */
    public function deleteRetention(#[\SensitiveParameter] string $cardUri, ?string $type = null, ?string $data = null): void {}

    /**
     * Deletes the card's security code now. It cannot be undone.
     *
     * @throws CotpException when it failed
     * @throws ValueError when $cardUri breaks a rule
     * @see https://developers.pcibooking.net/reference/clear-cvv
     */
    public function clearCvv(#[\SensitiveParameter] string $cardUri): void {}

    /**
     * Deletes the card. It cannot be undone. After a security-code form this is for the original, which was duplicated.
     *
     * @throws CotpException when it failed
     * @throws ValueError when $cardUri breaks a rule
     * @see https://developers.pcibooking.net/docs/manage-card
     */
    public function deleteCard(#[\SensitiveParameter] string $cardUri): void {}

    /**
     * Sends many forms, up to $concurrency at a time: over HTTP/2 on few connections and at most 100, else on a connection
     * each. All forms are checked before any is sent. Each key is one send, also where two hold the same form.
     *
     * What one send ends with is its value and disturbs no other. The client's timeout is each send's own, and counts from
     * when it begins.
     *
     * When a signal's handler throws, nothing more is begun, and the result is returned all the same, since it holds the
     * ids of what was sent: sends that have left are waited for, until their timeouts or until a handler throws once more,
     * and what the handler threw is the previous exception of those that were not sent or not waited for. Where there are
     * none, it becomes a warning.
     *
     * @param CotpForm[] $forms
     * @param int $concurrency 1 to 256
     * @return array<array-key, string|CotpException> keys and order as given: the request's id, or what send() would throw
     * @throws TypeError when $forms holds anything but a CotpForm
     * @throws ValueError when a form breaks a rule, or $concurrency
     */
    public function sendMany(array $forms, int $concurrency = 6): array {}

    /**
     * Retrieves many requests, as sendMany() sends forms. An id that is given twice is fetched once, and answered for each
     * key. When a signal's handler throws, what was not answered yet ends at once.
     *
     * @param string[] $requests ids, or URIs on the base's host
     * @param int $concurrency 1 to 256
     * @return array<array-key, CotpState|CotpException> keys and order as given: the state, or what retrieve() would throw
     * @throws TypeError when $requests holds anything but a string
     * @throws ValueError when one is no id, or $concurrency breaks its rule
     */
    public function retrieveMany(array $requests, int $concurrency = 6): array {}

    /**
     * Retrieves again and again until the status is final. The pauses grow from 1 second by half each to 15 seconds, each
     * shortened by a random part of up to a half, and are at least what the service asks for in Retry-After. The last look
     * is about a second before time is up.
     *
     * A failure that is retryable is survived; any other ends the wait, and so does what a signal's handler throws.
     *
     * @param string $request its id, or its URI on the base's host
     * @param float $timeout seconds, for the whole wait: above 0, at most 86400
     * @throws CotpTimeoutException when the status was not final in time. Its outcome is Answered when the last look was
     *     answered, else it tells of the last failure
     * @throws CotpException when it failed otherwise
     * @throws ValueError when an argument breaks a rule
     */
    public function await(string $request, float $timeout = 300.0): CotpState {}

    /**
     * What the connection pool of this process (of this thread where PHP is built for threads) has done so far.
     *
     * @return int[] "pid": the process; "connections": open now, also those that the service has closed since they were
     *     used; "hits": requests that left on a connection that was open already; "misses": requests that left on a new
     *     one. A child of a fork counts anew
     */
    public static function pool(): array {}

    /**
     * Closes the connections of this process; the next call opens its own. Within an observer or a signal's handler, they
     * are closed as soon as the calls under way are over.
     */
    public static function closePool(): void {}

    /**
     * Whether the service takes the key.
     *
     * @throws CotpException when the service cannot be reached or answers otherwise
     * @see https://developers.pcibooking.net/reference
     */
    public function authenticate(): bool {}
}

/**
 * What went wrong between us and the service. Its text holds no key, token or guest's data.
 *
 * @strict-properties
 */
abstract class CotpException extends RuntimeException
{
    /** What is known of the request. */
    public readonly CotpOutcome $outcome;
    /** The answer's status; 0: no answer. */
    public readonly int $httpStatus;
    /** PCI Booking's own code, such as -125; 0: none was read. */
    public readonly int $apiCode;
    /** PCI Booking's further explanation, or "". */
    public readonly string $moreInfo;
    /** Whether the same call may be made again as it is. */
    public readonly bool $retryable;
    /** Seconds that the service asked to wait; null: it named none. */
    public readonly ?float $retryAfter;
    /** The request's id, where it is known. */
    public readonly ?string $requestId;

    public function __construct(
        string $message = "",
        CotpOutcome $outcome = CotpOutcome::NotSent,
        int $httpStatus = 0,
        int $apiCode = 0,
        string $moreInfo = "",
        bool $retryable = false,
        ?float $retryAfter = null,
        ?string $requestId = null,
        ?Throwable $previous = null
    ) {}
}

/** The service could not be reached, or the connection was lost. */
class CotpTransportException extends CotpException {}

/** Time was up. */
class CotpTimeoutException extends CotpTransportException {}

/** A send left and no whole answer came. Wait for the callback of your reference; do not send again blindly. */
class CotpOutcomeUnknownException extends CotpTransportException {}

/**
 * The service refused.
 *
 * @see https://developers.pcibooking.net/docs/return-codes
 */
class CotpApiException extends CotpException {}

/** 400: the service did not like a value. */
class CotpInvalidRequestException extends CotpApiException {}

/** 401 or 403: the key is wrong or may not do this. */
class CotpAuthenticationException extends CotpApiException {}

/** 404: there is no such request or card. */
class CotpNotFoundException extends CotpApiException {}

/** 409: it does not fit what the service already holds. */
class CotpConflictException extends CotpApiException {}

/** 426: the account's user is blocked. */
class CotpBlockedException extends CotpApiException {}

/** 429: too many calls. */
class CotpRateLimitException extends CotpApiException {}

/** 408 or 5xx: the service failed. */
class CotpServerException extends CotpApiException {}

/** The answer was not understood: no Location, bad JSON, a redirect, too large, or another request's id. */
class CotpProtocolException extends CotpException {}

/**
 * A callback is refused. Answer the same 403 whatever the reason: it is for your log.
 */
class CotpCallbackException extends CotpException
{
    /**
     * too_large, bad_token, unknown_key, bad_signature, expired, bad_body or wrong_request: the first check that failed,
     * in this order.
     */
    public readonly string $reason;

    public function __construct(string $message = "", string $reason = "", ?Throwable $previous = null) {}
}

/**
 * What a callback says. It is a hint: what is true, CotpRequest::retrieve() says for the id that you stored.
 *
 * @see https://developers.pcibooking.net/reference/receive-request-status-via-callback
 * @strict-properties
 */
final readonly class CotpCallback
{
    /** What you gave to CotpCallbackVerifier::url(); empty when the body was parsed unverified. */
    public readonly string $reference;
    /** The request's id, as the body names it. */
    public readonly string $requestId;
    /** How far the request has come, as the body says. */
    public readonly CotpStatus $status;
    /** The status as the service wrote it. */
    public readonly string $rawStatus;
    /** When the status changed, as the service wrote it. It names no zone and nobody signed it: no measure of freshness. */
    public readonly string $time;

    public function __construct(
        string $reference,
        string $requestId,
        CotpStatus $status,
        string $rawStatus,
        string $time
    ) {}

    /**
     * Reads a body that nobody vouches for, such as one from a queue that you filled after verifying.
     *
     * @throws CotpCallbackException when it is too_large or a bad_body
     */
    public static function parseUnverified(string $body): CotpCallback {}

    /**
     * The same for the same event, however often it is told: 64 hexadecimal digits, fit for a unique index. It is made of
     * the request's id, the raw status and the time.
     */
    public function dedupeKey(): string {}
}

/**
 * Makes the callback's URL of a form, and tells whether what was posted came by such a URL. PCI Booking signs nothing:
 * the URL carries a token that we sign, so whoever knows the URL can post to it. Keep it out of logs, and read the truth by
 * CotpRequest::retrieve().
 *
 * It can be neither cloned nor serialised, and a dump shows nothing of it.
 *
 * @strict-properties
 * @not-serializable
 */
final class CotpCallbackVerifier
{
    /**
     * @param string[] $keys key id => secret of at least 32 random bytes; the first signs, all verify. A key id is 1 to 16
     *     characters of A-Z, a-z, 0-9, - and _ and no whole number, such as "2026-11"
     * @throws ValueError when there is no key, or one breaks a rule
     * @throws TypeError when a secret is no string
     */
    public function __construct(#[\SensitiveParameter] array $keys) {}

    /**
     * The URL to give to CotpForm as $callbackUrl.
     *
     * @param string $baseUrl where your site takes callbacks: absolute, http or https, without a fragment and without a
     *     parameter named cotp
     * @param string $reference what you find your booking by: 1 to 96 bytes of UTF-8 without control characters. It reaches
     *     logs, so nothing about a person
     * @param int $ttl seconds until callbacks are no longer taken: 1 to 315360000
     * @throws ValueError when an argument breaks a rule, or the URL would be longer than 2048 bytes
     */
    public function url(string $baseUrl, string $reference, int $ttl = 2592000): string {}

    /**
     * Whether the callback came by a URL that we made, in time, and can be read.
     *
     * @param string $body the request's body as it came
     * @param string $token the query's parameter cotp
     * @param Closure|null $requestId told the reference, it returns the id that you stored for it, or null while you know
     *     none. It is asked last. Without it, another request's callback cannot be told from this one's
     * @throws CotpCallbackException when the callback is refused
     * @throws TypeError when $requestId returns neither a string nor null
     */
    public function verify(string $body, #[\SensitiveParameter] string $token, ?Closure $requestId = null): CotpCallback {}

    /**
     * The same for the current HTTP request: php://input and $_GET["cotp"].
     *
     * @throws CotpCallbackException when the callback is refused
     * @throws TypeError when $requestId returns neither a string nor null
     */
    public function verifyGlobals(?Closure $requestId = null): CotpCallback {}
}
