// The Korean texts of what several screens share.

export const ko = {
  'common.cancel': '취소',
  'common.close': '닫기',
  'common.copied': '복사했어요',
  'common.dismiss': '닫기',
  'common.more': '{name} 작업 더 보기',
  'common.why': '왜 그런가요?',
  'common.showDetails': '자세히 보기',
  'common.hideDetails': '간단히 보기',
  'common.select': '{name} 선택',
  'common.selectAll': '모두 선택',

  'error.why': '원인',
  'error.remedy': '해결 방법',
  'error.copyDetails': '자세한 내용 복사',

  'list.name': '이름',
  'list.ports': '포트',
  'list.started': '시작',
  'list.actions': '작업',
  'list.size': '크기',
  'list.usedBy': '사용하는 곳',
  'list.created': '만든 때',
  'list.filter': '필터',
  'list.all': '전체',

  'time.now': '방금',
  'time.minutes': '{count}분 전',
  'time.hours': '{count}시간 전',
  'time.yesterday': '어제',
  'time.days': '{count}일 전',
  'time.weeks': '{count}주 전',
  'time.months': '{count}개월 전',
  'time.years': '{count}년 전',

  'duration.seconds': '{count}초',
  'duration.minutes': '{count}분',
  'duration.minutesSeconds': '{minutes}분 {seconds}초',
  'duration.hours': '{count}시간',
  'duration.hoursMinutes': '{hours}시간 {minutes}분',
  'duration.days': '{count}일',
} as const
