/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 9ee9994c2e686d5605b8659bb5ba2fdf79e32ba6 */

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_CotpStatus_fromWire, 0, 1, CotpStatus, 0)
	ZEND_ARG_TYPE_INFO(0, raw, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_CotpStatus_isFinal, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_CotpStatus_supersedes, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_OBJ_INFO(0, known, CotpStatus, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_CotpForm___construct, 0, 0, 1)
	ZEND_ARG_TYPE_INFO(0, bookerId, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, email, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, phone, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, callbackUrl, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, cardUri, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, recipientName, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, bookerName, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, language, IS_STRING, 0, "\"EN\"")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, css, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_MASK(0, amount, MAY_BE_LONG|MAY_BE_STRING|MAY_BE_NULL, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, currency, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, supportLink, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, supportLinkText, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, supportEmail, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, supportPhone, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, threeDs, _IS_BOOL, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, merchantName, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, headerText, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, footerText, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, template, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, extra, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_CotpForm_with, 0, 0, CotpForm, 0)
	ZEND_ARG_VARIADIC_TYPE_INFO(0, values, IS_MIXED, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_CotpForm___serialize, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_CotpForm___unserialize, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, serialized, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_CotpState___construct, 0, 0, 3)
	ZEND_ARG_TYPE_INFO(0, requestId, IS_STRING, 0)
	ZEND_ARG_OBJ_INFO(0, status, CotpStatus, 0)
	ZEND_ARG_TYPE_INFO(0, rawStatus, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, cardUri, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, time, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, details, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

#define arginfo_class_CotpState___serialize arginfo_class_CotpForm___serialize

#define arginfo_class_CotpState___unserialize arginfo_class_CotpForm___unserialize

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_CotpDestination___construct, 0, 0, 1)
	ZEND_ARG_TYPE_INFO(0, type, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, data, IS_STRING, 0, "\"\"")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, quota, IS_LONG, 0, "1")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, usage, IS_LONG, 1, "null")
ZEND_END_ARG_INFO()

#define arginfo_class_CotpDestination___serialize arginfo_class_CotpForm___serialize

#define arginfo_class_CotpDestination___unserialize arginfo_class_CotpForm___unserialize

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_CotpRetention___construct, 0, 0, 1)
	ZEND_ARG_OBJ_INFO(0, until, DateTimeInterface, 1)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, deleteCard, _IS_BOOL, 0, "false")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, destinations, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

#define arginfo_class_CotpRetention___serialize arginfo_class_CotpForm___serialize

#define arginfo_class_CotpRetention___unserialize arginfo_class_CotpForm___unserialize

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_CotpAttempt___construct, 0, 0, 11)
	ZEND_ARG_TYPE_INFO(0, method, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, route, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, httpStatus, IS_LONG, 0)
	ZEND_ARG_TYPE_INFO(0, attempt, IS_LONG, 0)
	ZEND_ARG_TYPE_INFO(0, reused, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, protocol, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, nameLookup, IS_DOUBLE, 0)
	ZEND_ARG_TYPE_INFO(0, connect, IS_DOUBLE, 0)
	ZEND_ARG_TYPE_INFO(0, tls, IS_DOUBLE, 0)
	ZEND_ARG_TYPE_INFO(0, firstByte, IS_DOUBLE, 0)
	ZEND_ARG_TYPE_INFO(0, total, IS_DOUBLE, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, startTime, IS_DOUBLE, 0, "0.0")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, host, IS_STRING, 0, "\"\"")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, operation, IS_STRING, 0, "\"\"")
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, outcome, CotpOutcome, 0, "CotpOutcome::Answered")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, errorType, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_MASK(0, key, MAY_BE_LONG|MAY_BE_STRING|MAY_BE_NULL, "null")
ZEND_END_ARG_INFO()

#define arginfo_class_CotpAttempt___serialize arginfo_class_CotpForm___serialize

#define arginfo_class_CotpAttempt___unserialize arginfo_class_CotpForm___unserialize

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_CotpRequest___construct, 0, 0, 1)
	ZEND_ARG_TYPE_INFO(0, apiKey, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, baseUri, IS_STRING, 0, "CotpRequest::PRODUCTION")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 0, "10.0")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, connectTimeout, IS_DOUBLE, 0, "3.0")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, retries, IS_LONG, 0, "2")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, caFile, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, proxy, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, http2, _IS_BOOL, 0, "true")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, wire, IS_ARRAY, 0, "[]")
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, observer, Closure, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, socket, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_CotpRequest_send, 0, 1, IS_STRING, 0)
	ZEND_ARG_OBJ_INFO(0, form, CotpForm, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_CotpRequest_retrieve, 0, 1, CotpState, 0)
	ZEND_ARG_TYPE_INFO(0, request, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_CotpRequest_delete, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, request, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_CotpRequest_setRetention, 0, 2, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, cardUri, IS_STRING, 0)
	ZEND_ARG_OBJ_INFO(0, policy, CotpRetention, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_CotpRequest_getRetention, 0, 1, CotpRetention, 0)
	ZEND_ARG_TYPE_INFO(0, cardUri, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_CotpRequest_deleteRetention, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, cardUri, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, type, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, data, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_CotpRequest_clearCvv, 0, 1, IS_VOID, 0)
	ZEND_ARG_TYPE_INFO(0, cardUri, IS_STRING, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_CotpRequest_deleteCard arginfo_class_CotpRequest_clearCvv

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_CotpRequest_sendMany, 0, 1, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO(0, forms, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, concurrency, IS_LONG, 0, "6")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_CotpRequest_retrieveMany, 0, 1, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO(0, requests, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, concurrency, IS_LONG, 0, "6")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_CotpRequest_await, 0, 1, CotpState, 0)
	ZEND_ARG_TYPE_INFO(0, request, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 0, "300.0")
ZEND_END_ARG_INFO()

#define arginfo_class_CotpRequest_pool arginfo_class_CotpForm___serialize

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_CotpRequest_closePool, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_CotpRequest_authenticate arginfo_class_CotpStatus_isFinal

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_CotpException___construct, 0, 0, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, message, IS_STRING, 0, "\"\"")
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, outcome, CotpOutcome, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, httpStatus, IS_LONG, 0, "0")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, apiCode, IS_LONG, 0, "0")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, moreInfo, IS_STRING, 0, "\"\"")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, retryable, _IS_BOOL, 0, "false")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, retryAfter, IS_DOUBLE, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, requestId, IS_STRING, 1, "null")
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, previous, Throwable, 1, "null")
ZEND_END_ARG_INFO()

#define arginfo_class_CotpException___serialize arginfo_class_CotpForm___serialize

#define arginfo_class_CotpException___unserialize arginfo_class_CotpForm___unserialize

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_CotpCallbackException___construct, 0, 0, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, message, IS_STRING, 0, "\"\"")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, reason, IS_STRING, 0, "\"\"")
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, previous, Throwable, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_CotpCallback___construct, 0, 0, 5)
	ZEND_ARG_TYPE_INFO(0, reference, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, requestId, IS_STRING, 0)
	ZEND_ARG_OBJ_INFO(0, status, CotpStatus, 0)
	ZEND_ARG_TYPE_INFO(0, rawStatus, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, time, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_CotpCallback_parseUnverified, 0, 1, CotpCallback, 0)
	ZEND_ARG_TYPE_INFO(0, body, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, wire, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_CotpCallback_dedupeKey, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_CotpCallback___serialize arginfo_class_CotpForm___serialize

#define arginfo_class_CotpCallback___unserialize arginfo_class_CotpForm___unserialize

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_CotpCallbackVerifier___construct, 0, 0, 1)
	ZEND_ARG_TYPE_INFO(0, keys, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, wire, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_CotpCallbackVerifier_url, 0, 2, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, baseUrl, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, reference, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, ttl, IS_LONG, 0, "2592000")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_CotpCallbackVerifier_verify, 0, 2, CotpCallback, 0)
	ZEND_ARG_TYPE_INFO(0, body, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, token, IS_STRING, 0)
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, requestId, Closure, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_CotpCallbackVerifier_verifyGlobals, 0, 0, CotpCallback, 0)
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, requestId, Closure, 1, "null")
ZEND_END_ARG_INFO()


ZEND_METHOD(CotpStatus, fromWire);
ZEND_METHOD(CotpStatus, isFinal);
ZEND_METHOD(CotpStatus, supersedes);
ZEND_METHOD(CotpForm, __construct);
ZEND_METHOD(CotpForm, with);
ZEND_METHOD(CotpForm, __serialize);
ZEND_METHOD(CotpForm, __unserialize);
ZEND_METHOD(CotpState, __construct);
ZEND_METHOD(CotpState, __serialize);
ZEND_METHOD(CotpState, __unserialize);
ZEND_METHOD(CotpDestination, __construct);
ZEND_METHOD(CotpDestination, __serialize);
ZEND_METHOD(CotpDestination, __unserialize);
ZEND_METHOD(CotpRetention, __construct);
ZEND_METHOD(CotpRetention, __serialize);
ZEND_METHOD(CotpRetention, __unserialize);
ZEND_METHOD(CotpAttempt, __construct);
ZEND_METHOD(CotpAttempt, __serialize);
ZEND_METHOD(CotpAttempt, __unserialize);
ZEND_METHOD(CotpRequest, __construct);
ZEND_METHOD(CotpRequest, send);
ZEND_METHOD(CotpRequest, retrieve);
ZEND_METHOD(CotpRequest, delete);
ZEND_METHOD(CotpRequest, setRetention);
ZEND_METHOD(CotpRequest, getRetention);
ZEND_METHOD(CotpRequest, deleteRetention);
ZEND_METHOD(CotpRequest, clearCvv);
ZEND_METHOD(CotpRequest, deleteCard);
ZEND_METHOD(CotpRequest, sendMany);
ZEND_METHOD(CotpRequest, retrieveMany);
ZEND_METHOD(CotpRequest, await);
ZEND_METHOD(CotpRequest, pool);
ZEND_METHOD(CotpRequest, closePool);
ZEND_METHOD(CotpRequest, authenticate);
ZEND_METHOD(CotpException, __construct);
ZEND_METHOD(CotpException, __serialize);
ZEND_METHOD(CotpException, __unserialize);
ZEND_METHOD(CotpCallbackException, __construct);
ZEND_METHOD(CotpCallback, __construct);
ZEND_METHOD(CotpCallback, parseUnverified);
ZEND_METHOD(CotpCallback, dedupeKey);
ZEND_METHOD(CotpCallback, __serialize);
ZEND_METHOD(CotpCallback, __unserialize);
ZEND_METHOD(CotpCallbackVerifier, __construct);
ZEND_METHOD(CotpCallbackVerifier, url);
ZEND_METHOD(CotpCallbackVerifier, verify);
ZEND_METHOD(CotpCallbackVerifier, verifyGlobals);


static const zend_function_entry class_CotpOutcome_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_CotpStatus_methods[] = {
	ZEND_ME(CotpStatus, fromWire, arginfo_class_CotpStatus_fromWire, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(CotpStatus, isFinal, arginfo_class_CotpStatus_isFinal, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpStatus, supersedes, arginfo_class_CotpStatus_supersedes, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};


static const zend_function_entry class_CotpForm_methods[] = {
	ZEND_ME(CotpForm, __construct, arginfo_class_CotpForm___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpForm, with, arginfo_class_CotpForm_with, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpForm, __serialize, arginfo_class_CotpForm___serialize, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpForm, __unserialize, arginfo_class_CotpForm___unserialize, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};


static const zend_function_entry class_CotpState_methods[] = {
	ZEND_ME(CotpState, __construct, arginfo_class_CotpState___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpState, __serialize, arginfo_class_CotpState___serialize, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpState, __unserialize, arginfo_class_CotpState___unserialize, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};


static const zend_function_entry class_CotpDestination_methods[] = {
	ZEND_ME(CotpDestination, __construct, arginfo_class_CotpDestination___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpDestination, __serialize, arginfo_class_CotpDestination___serialize, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpDestination, __unserialize, arginfo_class_CotpDestination___unserialize, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};


static const zend_function_entry class_CotpRetention_methods[] = {
	ZEND_ME(CotpRetention, __construct, arginfo_class_CotpRetention___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpRetention, __serialize, arginfo_class_CotpRetention___serialize, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpRetention, __unserialize, arginfo_class_CotpRetention___unserialize, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};


static const zend_function_entry class_CotpAttempt_methods[] = {
	ZEND_ME(CotpAttempt, __construct, arginfo_class_CotpAttempt___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpAttempt, __serialize, arginfo_class_CotpAttempt___serialize, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpAttempt, __unserialize, arginfo_class_CotpAttempt___unserialize, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};


static const zend_function_entry class_CotpRequest_methods[] = {
	ZEND_ME(CotpRequest, __construct, arginfo_class_CotpRequest___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpRequest, send, arginfo_class_CotpRequest_send, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpRequest, retrieve, arginfo_class_CotpRequest_retrieve, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpRequest, delete, arginfo_class_CotpRequest_delete, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpRequest, setRetention, arginfo_class_CotpRequest_setRetention, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpRequest, getRetention, arginfo_class_CotpRequest_getRetention, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpRequest, deleteRetention, arginfo_class_CotpRequest_deleteRetention, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpRequest, clearCvv, arginfo_class_CotpRequest_clearCvv, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpRequest, deleteCard, arginfo_class_CotpRequest_deleteCard, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpRequest, sendMany, arginfo_class_CotpRequest_sendMany, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpRequest, retrieveMany, arginfo_class_CotpRequest_retrieveMany, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpRequest, await, arginfo_class_CotpRequest_await, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpRequest, pool, arginfo_class_CotpRequest_pool, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(CotpRequest, closePool, arginfo_class_CotpRequest_closePool, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(CotpRequest, authenticate, arginfo_class_CotpRequest_authenticate, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};


static const zend_function_entry class_CotpException_methods[] = {
	ZEND_ME(CotpException, __construct, arginfo_class_CotpException___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpException, __serialize, arginfo_class_CotpException___serialize, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpException, __unserialize, arginfo_class_CotpException___unserialize, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};


static const zend_function_entry class_CotpTransportException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_CotpTimeoutException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_CotpOutcomeUnknownException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_CotpApiException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_CotpInvalidRequestException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_CotpAuthenticationException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_CotpNotFoundException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_CotpConflictException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_CotpBlockedException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_CotpRateLimitException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_CotpServerException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_CotpProtocolException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_CotpCallbackException_methods[] = {
	ZEND_ME(CotpCallbackException, __construct, arginfo_class_CotpCallbackException___construct, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};


static const zend_function_entry class_CotpCallback_methods[] = {
	ZEND_ME(CotpCallback, __construct, arginfo_class_CotpCallback___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpCallback, parseUnverified, arginfo_class_CotpCallback_parseUnverified, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(CotpCallback, dedupeKey, arginfo_class_CotpCallback_dedupeKey, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpCallback, __serialize, arginfo_class_CotpCallback___serialize, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpCallback, __unserialize, arginfo_class_CotpCallback___unserialize, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};


static const zend_function_entry class_CotpCallbackVerifier_methods[] = {
	ZEND_ME(CotpCallbackVerifier, __construct, arginfo_class_CotpCallbackVerifier___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpCallbackVerifier, url, arginfo_class_CotpCallbackVerifier_url, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpCallbackVerifier, verify, arginfo_class_CotpCallbackVerifier_verify, ZEND_ACC_PUBLIC)
	ZEND_ME(CotpCallbackVerifier, verifyGlobals, arginfo_class_CotpCallbackVerifier_verifyGlobals, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_CotpOutcome(void)
{
	zend_class_entry *class_entry = zend_register_internal_enum("CotpOutcome", IS_UNDEF, class_CotpOutcome_methods);

	zend_enum_add_case_cstr(class_entry, "NotSent", NULL);

	zend_enum_add_case_cstr(class_entry, "Unknown", NULL);

	zend_enum_add_case_cstr(class_entry, "Answered", NULL);

	return class_entry;
}

static zend_class_entry *register_class_CotpStatus(void)
{
	zend_class_entry *class_entry = zend_register_internal_enum("CotpStatus", IS_STRING, class_CotpStatus_methods);

	zval enum_case_MessageQueued_value;
	zend_string *enum_case_MessageQueued_value_str = zend_string_init("MessageQueued", strlen("MessageQueued"), 1);
	ZVAL_STR(&enum_case_MessageQueued_value, enum_case_MessageQueued_value_str);
	zend_enum_add_case_cstr(class_entry, "MessageQueued", &enum_case_MessageQueued_value);

	zval enum_case_MessageSent_value;
	zend_string *enum_case_MessageSent_value_str = zend_string_init("MessageSent", strlen("MessageSent"), 1);
	ZVAL_STR(&enum_case_MessageSent_value, enum_case_MessageSent_value_str);
	zend_enum_add_case_cstr(class_entry, "MessageSent", &enum_case_MessageSent_value);

	zval enum_case_MessageDelivered_value;
	zend_string *enum_case_MessageDelivered_value_str = zend_string_init("MessageDelivered", strlen("MessageDelivered"), 1);
	ZVAL_STR(&enum_case_MessageDelivered_value, enum_case_MessageDelivered_value_str);
	zend_enum_add_case_cstr(class_entry, "MessageDelivered", &enum_case_MessageDelivered_value);

	zval enum_case_MessageFailed_value;
	zend_string *enum_case_MessageFailed_value_str = zend_string_init("MessageFailed", strlen("MessageFailed"), 1);
	ZVAL_STR(&enum_case_MessageFailed_value, enum_case_MessageFailed_value_str);
	zend_enum_add_case_cstr(class_entry, "MessageFailed", &enum_case_MessageFailed_value);

	zval enum_case_FormViewed_value;
	zend_string *enum_case_FormViewed_value_str = zend_string_init("FormViewed", strlen("FormViewed"), 1);
	ZVAL_STR(&enum_case_FormViewed_value, enum_case_FormViewed_value_str);
	zend_enum_add_case_cstr(class_entry, "FormViewed", &enum_case_FormViewed_value);

	zval enum_case_CardStored_value;
	zend_string *enum_case_CardStored_value_str = zend_string_init("CardStored", strlen("CardStored"), 1);
	ZVAL_STR(&enum_case_CardStored_value, enum_case_CardStored_value_str);
	zend_enum_add_case_cstr(class_entry, "CardStored", &enum_case_CardStored_value);

	zval enum_case_LinkExpired_value;
	zend_string *enum_case_LinkExpired_value_str = zend_string_init("LinkExpired", strlen("LinkExpired"), 1);
	ZVAL_STR(&enum_case_LinkExpired_value, enum_case_LinkExpired_value_str);
	zend_enum_add_case_cstr(class_entry, "LinkExpired", &enum_case_LinkExpired_value);

	zval enum_case_StoreFailed_value;
	zend_string *enum_case_StoreFailed_value_str = zend_string_init("StoreFailed", strlen("StoreFailed"), 1);
	ZVAL_STR(&enum_case_StoreFailed_value, enum_case_StoreFailed_value_str);
	zend_enum_add_case_cstr(class_entry, "StoreFailed", &enum_case_StoreFailed_value);

	zval enum_case_Unknown_value;
	ZVAL_EMPTY_STRING(&enum_case_Unknown_value);
	zend_enum_add_case_cstr(class_entry, "Unknown", &enum_case_Unknown_value);

	return class_entry;
}

static zend_class_entry *register_class_CotpForm(void)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpForm", class_CotpForm_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_READONLY_CLASS;

	zval property_bookerId_default_value;
	ZVAL_UNDEF(&property_bookerId_default_value);
	zend_string *property_bookerId_name = zend_string_init("bookerId", sizeof("bookerId") - 1, 1);
	zend_declare_typed_property(class_entry, property_bookerId_name, &property_bookerId_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_bookerId_name);

	zval property_email_default_value;
	ZVAL_UNDEF(&property_email_default_value);
	zend_string *property_email_name = zend_string_init("email", sizeof("email") - 1, 1);
	zend_declare_typed_property(class_entry, property_email_name, &property_email_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_email_name);

	zval property_phone_default_value;
	ZVAL_UNDEF(&property_phone_default_value);
	zend_string *property_phone_name = zend_string_init("phone", sizeof("phone") - 1, 1);
	zend_declare_typed_property(class_entry, property_phone_name, &property_phone_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_phone_name);

	zval property_callbackUrl_default_value;
	ZVAL_UNDEF(&property_callbackUrl_default_value);
	zend_string *property_callbackUrl_name = zend_string_init("callbackUrl", sizeof("callbackUrl") - 1, 1);
	zend_declare_typed_property(class_entry, property_callbackUrl_name, &property_callbackUrl_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_callbackUrl_name);

	zval property_cardUri_default_value;
	ZVAL_UNDEF(&property_cardUri_default_value);
	zend_string *property_cardUri_name = zend_string_init("cardUri", sizeof("cardUri") - 1, 1);
	zend_declare_typed_property(class_entry, property_cardUri_name, &property_cardUri_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_cardUri_name);

	zval property_recipientName_default_value;
	ZVAL_UNDEF(&property_recipientName_default_value);
	zend_string *property_recipientName_name = zend_string_init("recipientName", sizeof("recipientName") - 1, 1);
	zend_declare_typed_property(class_entry, property_recipientName_name, &property_recipientName_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_recipientName_name);

	zval property_bookerName_default_value;
	ZVAL_UNDEF(&property_bookerName_default_value);
	zend_string *property_bookerName_name = zend_string_init("bookerName", sizeof("bookerName") - 1, 1);
	zend_declare_typed_property(class_entry, property_bookerName_name, &property_bookerName_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_bookerName_name);

	zval property_language_default_value;
	ZVAL_UNDEF(&property_language_default_value);
	zend_string *property_language_name = zend_string_init("language", sizeof("language") - 1, 1);
	zend_declare_typed_property(class_entry, property_language_name, &property_language_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_language_name);

	zval property_css_default_value;
	ZVAL_UNDEF(&property_css_default_value);
	zend_string *property_css_name = zend_string_init("css", sizeof("css") - 1, 1);
	zend_declare_typed_property(class_entry, property_css_name, &property_css_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_css_name);

	zval property_amount_default_value;
	ZVAL_UNDEF(&property_amount_default_value);
	zend_string *property_amount_name = zend_string_init("amount", sizeof("amount") - 1, 1);
	zend_declare_typed_property(class_entry, property_amount_name, &property_amount_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG|MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_amount_name);

	zval property_currency_default_value;
	ZVAL_UNDEF(&property_currency_default_value);
	zend_string *property_currency_name = zend_string_init("currency", sizeof("currency") - 1, 1);
	zend_declare_typed_property(class_entry, property_currency_name, &property_currency_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_currency_name);

	zval property_supportLink_default_value;
	ZVAL_UNDEF(&property_supportLink_default_value);
	zend_string *property_supportLink_name = zend_string_init("supportLink", sizeof("supportLink") - 1, 1);
	zend_declare_typed_property(class_entry, property_supportLink_name, &property_supportLink_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_supportLink_name);

	zval property_supportLinkText_default_value;
	ZVAL_UNDEF(&property_supportLinkText_default_value);
	zend_string *property_supportLinkText_name = zend_string_init("supportLinkText", sizeof("supportLinkText") - 1, 1);
	zend_declare_typed_property(class_entry, property_supportLinkText_name, &property_supportLinkText_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_supportLinkText_name);

	zval property_supportEmail_default_value;
	ZVAL_UNDEF(&property_supportEmail_default_value);
	zend_string *property_supportEmail_name = zend_string_init("supportEmail", sizeof("supportEmail") - 1, 1);
	zend_declare_typed_property(class_entry, property_supportEmail_name, &property_supportEmail_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_supportEmail_name);

	zval property_supportPhone_default_value;
	ZVAL_UNDEF(&property_supportPhone_default_value);
	zend_string *property_supportPhone_name = zend_string_init("supportPhone", sizeof("supportPhone") - 1, 1);
	zend_declare_typed_property(class_entry, property_supportPhone_name, &property_supportPhone_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_supportPhone_name);

	zval property_threeDs_default_value;
	ZVAL_UNDEF(&property_threeDs_default_value);
	zend_string *property_threeDs_name = zend_string_init("threeDs", sizeof("threeDs") - 1, 1);
	zend_declare_typed_property(class_entry, property_threeDs_name, &property_threeDs_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_BOOL|MAY_BE_NULL));
	zend_string_release(property_threeDs_name);

	zval property_merchantName_default_value;
	ZVAL_UNDEF(&property_merchantName_default_value);
	zend_string *property_merchantName_name = zend_string_init("merchantName", sizeof("merchantName") - 1, 1);
	zend_declare_typed_property(class_entry, property_merchantName_name, &property_merchantName_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_merchantName_name);

	zval property_headerText_default_value;
	ZVAL_UNDEF(&property_headerText_default_value);
	zend_string *property_headerText_name = zend_string_init("headerText", sizeof("headerText") - 1, 1);
	zend_declare_typed_property(class_entry, property_headerText_name, &property_headerText_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_headerText_name);

	zval property_footerText_default_value;
	ZVAL_UNDEF(&property_footerText_default_value);
	zend_string *property_footerText_name = zend_string_init("footerText", sizeof("footerText") - 1, 1);
	zend_declare_typed_property(class_entry, property_footerText_name, &property_footerText_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_footerText_name);

	zval property_template_default_value;
	ZVAL_UNDEF(&property_template_default_value);
	zend_string *property_template_name = zend_string_init("template", sizeof("template") - 1, 1);
	zend_declare_typed_property(class_entry, property_template_name, &property_template_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_template_name);

	zval property_extra_default_value;
	ZVAL_UNDEF(&property_extra_default_value);
	zend_string *property_extra_name = zend_string_init("extra", sizeof("extra") - 1, 1);
	zend_declare_typed_property(class_entry, property_extra_name, &property_extra_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_ARRAY));
	zend_string_release(property_extra_name);


	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "__construct", sizeof("__construct") - 1), 1, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "__construct", sizeof("__construct") - 1), 2, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "__construct", sizeof("__construct") - 1), 3, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "__construct", sizeof("__construct") - 1), 4, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "__construct", sizeof("__construct") - 1), 5, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "__construct", sizeof("__construct") - 1), 20, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "with", sizeof("with") - 1), 0, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "__unserialize", sizeof("__unserialize") - 1), 0, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	return class_entry;
}

static zend_class_entry *register_class_CotpState(void)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpState", class_CotpState_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_READONLY_CLASS;

	zval property_requestId_default_value;
	ZVAL_UNDEF(&property_requestId_default_value);
	zend_string *property_requestId_name = zend_string_init("requestId", sizeof("requestId") - 1, 1);
	zend_declare_typed_property(class_entry, property_requestId_name, &property_requestId_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_requestId_name);

	zend_string *property_status_class_CotpStatus = zend_string_init("CotpStatus", sizeof("CotpStatus")-1, 1);
	zval property_status_default_value;
	ZVAL_UNDEF(&property_status_default_value);
	zend_string *property_status_name = zend_string_init("status", sizeof("status") - 1, 1);
	zend_declare_typed_property(class_entry, property_status_name, &property_status_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_status_class_CotpStatus, 0, 0));
	zend_string_release(property_status_name);

	zval property_rawStatus_default_value;
	ZVAL_UNDEF(&property_rawStatus_default_value);
	zend_string *property_rawStatus_name = zend_string_init("rawStatus", sizeof("rawStatus") - 1, 1);
	zend_declare_typed_property(class_entry, property_rawStatus_name, &property_rawStatus_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_rawStatus_name);

	zval property_cardUri_default_value;
	ZVAL_UNDEF(&property_cardUri_default_value);
	zend_string *property_cardUri_name = zend_string_init("cardUri", sizeof("cardUri") - 1, 1);
	zend_declare_typed_property(class_entry, property_cardUri_name, &property_cardUri_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_cardUri_name);

	zval property_time_default_value;
	ZVAL_UNDEF(&property_time_default_value);
	zend_string *property_time_name = zend_string_init("time", sizeof("time") - 1, 1);
	zend_declare_typed_property(class_entry, property_time_name, &property_time_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_time_name);

	zval property_details_default_value;
	ZVAL_UNDEF(&property_details_default_value);
	zend_string *property_details_name = zend_string_init("details", sizeof("details") - 1, 1);
	zend_declare_typed_property(class_entry, property_details_name, &property_details_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_ARRAY));
	zend_string_release(property_details_name);


	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "__construct", sizeof("__construct") - 1), 3, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "__construct", sizeof("__construct") - 1), 5, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "__unserialize", sizeof("__unserialize") - 1), 0, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	return class_entry;
}

static zend_class_entry *register_class_CotpDestination(void)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpDestination", class_CotpDestination_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_READONLY_CLASS;

	zval property_type_default_value;
	ZVAL_UNDEF(&property_type_default_value);
	zend_string *property_type_name = zend_string_init("type", sizeof("type") - 1, 1);
	zend_declare_typed_property(class_entry, property_type_name, &property_type_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_type_name);

	zval property_data_default_value;
	ZVAL_UNDEF(&property_data_default_value);
	zend_string *property_data_name = zend_string_init("data", sizeof("data") - 1, 1);
	zend_declare_typed_property(class_entry, property_data_name, &property_data_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_data_name);

	zval property_quota_default_value;
	ZVAL_UNDEF(&property_quota_default_value);
	zend_string *property_quota_name = zend_string_init("quota", sizeof("quota") - 1, 1);
	zend_declare_typed_property(class_entry, property_quota_name, &property_quota_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG));
	zend_string_release(property_quota_name);

	zval property_usage_default_value;
	ZVAL_UNDEF(&property_usage_default_value);
	zend_string *property_usage_name = zend_string_init("usage", sizeof("usage") - 1, 1);
	zend_declare_typed_property(class_entry, property_usage_name, &property_usage_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG|MAY_BE_NULL));
	zend_string_release(property_usage_name);

	return class_entry;
}

static zend_class_entry *register_class_CotpRetention(void)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpRetention", class_CotpRetention_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_READONLY_CLASS;

	zend_string *property_until_class_DateTimeInterface = zend_string_init("DateTimeInterface", sizeof("DateTimeInterface")-1, 1);
	zval property_until_default_value;
	ZVAL_UNDEF(&property_until_default_value);
	zend_string *property_until_name = zend_string_init("until", sizeof("until") - 1, 1);
	zend_declare_typed_property(class_entry, property_until_name, &property_until_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_until_class_DateTimeInterface, 0, MAY_BE_NULL));
	zend_string_release(property_until_name);

	zval property_deleteCard_default_value;
	ZVAL_UNDEF(&property_deleteCard_default_value);
	zend_string *property_deleteCard_name = zend_string_init("deleteCard", sizeof("deleteCard") - 1, 1);
	zend_declare_typed_property(class_entry, property_deleteCard_name, &property_deleteCard_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_BOOL));
	zend_string_release(property_deleteCard_name);

	zval property_destinations_default_value;
	ZVAL_UNDEF(&property_destinations_default_value);
	zend_string *property_destinations_name = zend_string_init("destinations", sizeof("destinations") - 1, 1);
	zend_declare_typed_property(class_entry, property_destinations_name, &property_destinations_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_ARRAY));
	zend_string_release(property_destinations_name);

	return class_entry;
}

static zend_class_entry *register_class_CotpAttempt(void)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpAttempt", class_CotpAttempt_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_READONLY_CLASS;

	zval property_method_default_value;
	ZVAL_UNDEF(&property_method_default_value);
	zend_string *property_method_name = zend_string_init("method", sizeof("method") - 1, 1);
	zend_declare_typed_property(class_entry, property_method_name, &property_method_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_method_name);

	zval property_route_default_value;
	ZVAL_UNDEF(&property_route_default_value);
	zend_string *property_route_name = zend_string_init("route", sizeof("route") - 1, 1);
	zend_declare_typed_property(class_entry, property_route_name, &property_route_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_route_name);

	zval property_httpStatus_default_value;
	ZVAL_UNDEF(&property_httpStatus_default_value);
	zend_string *property_httpStatus_name = zend_string_init("httpStatus", sizeof("httpStatus") - 1, 1);
	zend_declare_typed_property(class_entry, property_httpStatus_name, &property_httpStatus_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG));
	zend_string_release(property_httpStatus_name);

	zval property_attempt_default_value;
	ZVAL_UNDEF(&property_attempt_default_value);
	zend_string *property_attempt_name = zend_string_init("attempt", sizeof("attempt") - 1, 1);
	zend_declare_typed_property(class_entry, property_attempt_name, &property_attempt_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG));
	zend_string_release(property_attempt_name);

	zval property_reused_default_value;
	ZVAL_UNDEF(&property_reused_default_value);
	zend_string *property_reused_name = zend_string_init("reused", sizeof("reused") - 1, 1);
	zend_declare_typed_property(class_entry, property_reused_name, &property_reused_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_BOOL));
	zend_string_release(property_reused_name);

	zval property_protocol_default_value;
	ZVAL_UNDEF(&property_protocol_default_value);
	zend_string *property_protocol_name = zend_string_init("protocol", sizeof("protocol") - 1, 1);
	zend_declare_typed_property(class_entry, property_protocol_name, &property_protocol_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_protocol_name);

	zval property_nameLookup_default_value;
	ZVAL_UNDEF(&property_nameLookup_default_value);
	zend_string *property_nameLookup_name = zend_string_init("nameLookup", sizeof("nameLookup") - 1, 1);
	zend_declare_typed_property(class_entry, property_nameLookup_name, &property_nameLookup_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_DOUBLE));
	zend_string_release(property_nameLookup_name);

	zval property_connect_default_value;
	ZVAL_UNDEF(&property_connect_default_value);
	zend_string *property_connect_name = zend_string_init("connect", sizeof("connect") - 1, 1);
	zend_declare_typed_property(class_entry, property_connect_name, &property_connect_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_DOUBLE));
	zend_string_release(property_connect_name);

	zval property_tls_default_value;
	ZVAL_UNDEF(&property_tls_default_value);
	zend_string *property_tls_name = zend_string_init("tls", sizeof("tls") - 1, 1);
	zend_declare_typed_property(class_entry, property_tls_name, &property_tls_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_DOUBLE));
	zend_string_release(property_tls_name);

	zval property_firstByte_default_value;
	ZVAL_UNDEF(&property_firstByte_default_value);
	zend_string *property_firstByte_name = zend_string_init("firstByte", sizeof("firstByte") - 1, 1);
	zend_declare_typed_property(class_entry, property_firstByte_name, &property_firstByte_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_DOUBLE));
	zend_string_release(property_firstByte_name);

	zval property_total_default_value;
	ZVAL_UNDEF(&property_total_default_value);
	zend_string *property_total_name = zend_string_init("total", sizeof("total") - 1, 1);
	zend_declare_typed_property(class_entry, property_total_name, &property_total_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_DOUBLE));
	zend_string_release(property_total_name);

	zval property_startTime_default_value;
	ZVAL_UNDEF(&property_startTime_default_value);
	zend_string *property_startTime_name = zend_string_init("startTime", sizeof("startTime") - 1, 1);
	zend_declare_typed_property(class_entry, property_startTime_name, &property_startTime_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_DOUBLE));
	zend_string_release(property_startTime_name);

	zval property_host_default_value;
	ZVAL_UNDEF(&property_host_default_value);
	zend_string *property_host_name = zend_string_init("host", sizeof("host") - 1, 1);
	zend_declare_typed_property(class_entry, property_host_name, &property_host_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_host_name);

	zval property_operation_default_value;
	ZVAL_UNDEF(&property_operation_default_value);
	zend_string *property_operation_name = zend_string_init("operation", sizeof("operation") - 1, 1);
	zend_declare_typed_property(class_entry, property_operation_name, &property_operation_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_operation_name);

	zend_string *property_outcome_class_CotpOutcome = zend_string_init("CotpOutcome", sizeof("CotpOutcome")-1, 1);
	zval property_outcome_default_value;
	ZVAL_UNDEF(&property_outcome_default_value);
	zend_string *property_outcome_name = zend_string_init("outcome", sizeof("outcome") - 1, 1);
	zend_declare_typed_property(class_entry, property_outcome_name, &property_outcome_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_outcome_class_CotpOutcome, 0, 0));
	zend_string_release(property_outcome_name);

	zval property_errorType_default_value;
	ZVAL_UNDEF(&property_errorType_default_value);
	zend_string *property_errorType_name = zend_string_init("errorType", sizeof("errorType") - 1, 1);
	zend_declare_typed_property(class_entry, property_errorType_name, &property_errorType_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_errorType_name);

	zval property_key_default_value;
	ZVAL_UNDEF(&property_key_default_value);
	zend_string *property_key_name = zend_string_init("key", sizeof("key") - 1, 1);
	zend_declare_typed_property(class_entry, property_key_name, &property_key_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG|MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_key_name);

	return class_entry;
}

static zend_class_entry *register_class_CotpRequest(void)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpRequest", class_CotpRequest_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	zval const_PRODUCTION_value;
	zend_string *const_PRODUCTION_value_str = zend_string_init(COTP_PRODUCTION, strlen(COTP_PRODUCTION), 1);
	ZVAL_STR(&const_PRODUCTION_value, const_PRODUCTION_value_str);
	zend_string *const_PRODUCTION_name = zend_string_init_interned("PRODUCTION", sizeof("PRODUCTION") - 1, 1);
	zend_declare_class_constant_ex(class_entry, const_PRODUCTION_name, &const_PRODUCTION_value, ZEND_ACC_PUBLIC, NULL);
	zend_string_release(const_PRODUCTION_name);

	zval const_STAGING_value;
	zend_string *const_STAGING_value_str = zend_string_init(COTP_STAGING, strlen(COTP_STAGING), 1);
	ZVAL_STR(&const_STAGING_value, const_STAGING_value_str);
	zend_string *const_STAGING_name = zend_string_init_interned("STAGING", sizeof("STAGING") - 1, 1);
	zend_declare_class_constant_ex(class_entry, const_STAGING_name, &const_STAGING_value, ZEND_ACC_PUBLIC, NULL);
	zend_string_release(const_STAGING_name);


	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "__construct", sizeof("__construct") - 1), 0, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "__construct", sizeof("__construct") - 1), 6, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "setretention", sizeof("setretention") - 1), 0, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "getretention", sizeof("getretention") - 1), 0, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "deleteretention", sizeof("deleteretention") - 1), 0, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "deleteretention", sizeof("deleteretention") - 1), 1, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "deleteretention", sizeof("deleteretention") - 1), 2, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "clearcvv", sizeof("clearcvv") - 1), 0, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "deletecard", sizeof("deletecard") - 1), 0, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	return class_entry;
}

static zend_class_entry *register_class_CotpException(zend_class_entry *class_entry_RuntimeException)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpException", class_CotpException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_RuntimeException);
	class_entry->ce_flags |= ZEND_ACC_ABSTRACT|ZEND_ACC_NO_DYNAMIC_PROPERTIES;

	zend_string *property_outcome_class_CotpOutcome = zend_string_init("CotpOutcome", sizeof("CotpOutcome")-1, 1);
	zval property_outcome_default_value;
	ZVAL_UNDEF(&property_outcome_default_value);
	zend_string *property_outcome_name = zend_string_init("outcome", sizeof("outcome") - 1, 1);
	zend_declare_typed_property(class_entry, property_outcome_name, &property_outcome_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_outcome_class_CotpOutcome, 0, 0));
	zend_string_release(property_outcome_name);

	zval property_httpStatus_default_value;
	ZVAL_UNDEF(&property_httpStatus_default_value);
	zend_string *property_httpStatus_name = zend_string_init("httpStatus", sizeof("httpStatus") - 1, 1);
	zend_declare_typed_property(class_entry, property_httpStatus_name, &property_httpStatus_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG));
	zend_string_release(property_httpStatus_name);

	zval property_apiCode_default_value;
	ZVAL_UNDEF(&property_apiCode_default_value);
	zend_string *property_apiCode_name = zend_string_init("apiCode", sizeof("apiCode") - 1, 1);
	zend_declare_typed_property(class_entry, property_apiCode_name, &property_apiCode_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG));
	zend_string_release(property_apiCode_name);

	zval property_moreInfo_default_value;
	ZVAL_UNDEF(&property_moreInfo_default_value);
	zend_string *property_moreInfo_name = zend_string_init("moreInfo", sizeof("moreInfo") - 1, 1);
	zend_declare_typed_property(class_entry, property_moreInfo_name, &property_moreInfo_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_moreInfo_name);

	zval property_retryable_default_value;
	ZVAL_UNDEF(&property_retryable_default_value);
	zend_string *property_retryable_name = zend_string_init("retryable", sizeof("retryable") - 1, 1);
	zend_declare_typed_property(class_entry, property_retryable_name, &property_retryable_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_BOOL));
	zend_string_release(property_retryable_name);

	zval property_retryAfter_default_value;
	ZVAL_UNDEF(&property_retryAfter_default_value);
	zend_string *property_retryAfter_name = zend_string_init("retryAfter", sizeof("retryAfter") - 1, 1);
	zend_declare_typed_property(class_entry, property_retryAfter_name, &property_retryAfter_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_DOUBLE|MAY_BE_NULL));
	zend_string_release(property_retryAfter_name);

	zval property_requestId_default_value;
	ZVAL_UNDEF(&property_requestId_default_value);
	zend_string *property_requestId_name = zend_string_init("requestId", sizeof("requestId") - 1, 1);
	zend_declare_typed_property(class_entry, property_requestId_name, &property_requestId_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_requestId_name);

	return class_entry;
}

static zend_class_entry *register_class_CotpTransportException(zend_class_entry *class_entry_CotpException)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpTransportException", class_CotpTransportException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_CotpException);

	return class_entry;
}

static zend_class_entry *register_class_CotpTimeoutException(zend_class_entry *class_entry_CotpTransportException)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpTimeoutException", class_CotpTimeoutException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_CotpTransportException);

	return class_entry;
}

static zend_class_entry *register_class_CotpOutcomeUnknownException(zend_class_entry *class_entry_CotpTransportException)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpOutcomeUnknownException", class_CotpOutcomeUnknownException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_CotpTransportException);

	return class_entry;
}

static zend_class_entry *register_class_CotpApiException(zend_class_entry *class_entry_CotpException)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpApiException", class_CotpApiException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_CotpException);

	return class_entry;
}

static zend_class_entry *register_class_CotpInvalidRequestException(zend_class_entry *class_entry_CotpApiException)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpInvalidRequestException", class_CotpInvalidRequestException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_CotpApiException);

	return class_entry;
}

static zend_class_entry *register_class_CotpAuthenticationException(zend_class_entry *class_entry_CotpApiException)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpAuthenticationException", class_CotpAuthenticationException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_CotpApiException);

	return class_entry;
}

static zend_class_entry *register_class_CotpNotFoundException(zend_class_entry *class_entry_CotpApiException)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpNotFoundException", class_CotpNotFoundException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_CotpApiException);

	return class_entry;
}

static zend_class_entry *register_class_CotpConflictException(zend_class_entry *class_entry_CotpApiException)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpConflictException", class_CotpConflictException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_CotpApiException);

	return class_entry;
}

static zend_class_entry *register_class_CotpBlockedException(zend_class_entry *class_entry_CotpApiException)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpBlockedException", class_CotpBlockedException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_CotpApiException);

	return class_entry;
}

static zend_class_entry *register_class_CotpRateLimitException(zend_class_entry *class_entry_CotpApiException)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpRateLimitException", class_CotpRateLimitException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_CotpApiException);

	return class_entry;
}

static zend_class_entry *register_class_CotpServerException(zend_class_entry *class_entry_CotpApiException)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpServerException", class_CotpServerException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_CotpApiException);

	return class_entry;
}

static zend_class_entry *register_class_CotpProtocolException(zend_class_entry *class_entry_CotpException)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpProtocolException", class_CotpProtocolException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_CotpException);

	return class_entry;
}

static zend_class_entry *register_class_CotpCallbackException(zend_class_entry *class_entry_CotpException)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpCallbackException", class_CotpCallbackException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_CotpException);

	zval property_reason_default_value;
	ZVAL_UNDEF(&property_reason_default_value);
	zend_string *property_reason_name = zend_string_init("reason", sizeof("reason") - 1, 1);
	zend_declare_typed_property(class_entry, property_reason_name, &property_reason_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_reason_name);

	return class_entry;
}

static zend_class_entry *register_class_CotpCallback(void)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpCallback", class_CotpCallback_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_READONLY_CLASS;

	zval property_reference_default_value;
	ZVAL_UNDEF(&property_reference_default_value);
	zend_string *property_reference_name = zend_string_init("reference", sizeof("reference") - 1, 1);
	zend_declare_typed_property(class_entry, property_reference_name, &property_reference_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_reference_name);

	zval property_requestId_default_value;
	ZVAL_UNDEF(&property_requestId_default_value);
	zend_string *property_requestId_name = zend_string_init("requestId", sizeof("requestId") - 1, 1);
	zend_declare_typed_property(class_entry, property_requestId_name, &property_requestId_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_requestId_name);

	zend_string *property_status_class_CotpStatus = zend_string_init("CotpStatus", sizeof("CotpStatus")-1, 1);
	zval property_status_default_value;
	ZVAL_UNDEF(&property_status_default_value);
	zend_string *property_status_name = zend_string_init("status", sizeof("status") - 1, 1);
	zend_declare_typed_property(class_entry, property_status_name, &property_status_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_status_class_CotpStatus, 0, 0));
	zend_string_release(property_status_name);

	zval property_rawStatus_default_value;
	ZVAL_UNDEF(&property_rawStatus_default_value);
	zend_string *property_rawStatus_name = zend_string_init("rawStatus", sizeof("rawStatus") - 1, 1);
	zend_declare_typed_property(class_entry, property_rawStatus_name, &property_rawStatus_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_rawStatus_name);

	zval property_time_default_value;
	ZVAL_UNDEF(&property_time_default_value);
	zend_string *property_time_name = zend_string_init("time", sizeof("time") - 1, 1);
	zend_declare_typed_property(class_entry, property_time_name, &property_time_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_time_name);

	return class_entry;
}

static zend_class_entry *register_class_CotpCallbackVerifier(void)
{
	zend_class_entry ce, *class_entry;

	INIT_CLASS_ENTRY(ce, "CotpCallbackVerifier", class_CotpCallbackVerifier_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;


	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "__construct", sizeof("__construct") - 1), 0, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	zend_add_parameter_attribute(zend_hash_str_find_ptr(&class_entry->function_table, "verify", sizeof("verify") - 1), 1, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);

	return class_entry;
}
